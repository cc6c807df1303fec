/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ref-inventory.h"

#include "mvua-ref-coordinates.h"
#include "mvua-ref-url.h"
#include "mvua-ref-variable.h"
#include "mvua-steps.h"

#include <math.h>
#include <string.h>

/* Why a message is left out. */
enum
{
  LEFT_FORM,
  LEFT_STEP,
  LEFT_INLINE,
  N_LEFT
};

static const char *const reasons[N_LEFT] = {
  [LEFT_FORM] = "a chunk is not one message on its whole grid",
  [LEFT_STEP] = "neither a coordinate nor the name of the file tells the step",
  [LEFT_INLINE] = "the message is in the set itself",
};

/* What the name and the path of a file say. */
typedef struct
{
  gboolean is_named;
  MvuaFileName name;
  MvuaRun run;
} UrlFacts;

typedef struct
{
  MvuaRefInventory *inventory;
  const MvuaRefSet *set;
  GPtrArray *arrays;
  GArray *facts; /* of UrlFacts, by URL */
  guint n_left[N_LEFT];
  char *first_left[N_LEFT];
  guint n_contradicted;
  GString *unknown; /* names of variables */
} Work;

/* One array while its chunks are gone through. */
typedef struct
{
  const MvuaRefArray *array;
  const MvuaVariable *variable;
  gboolean has_member;
  MvuaMember member;
  MvuaRefCoordinates *coordinates;
} Walk;

void
mvua_ref_inventory_free (MvuaRefInventory *self)
{
  g_array_unref (self->messages);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

static void
read_urls (Work *self)
{
  const guint n = mvua_ref_set_get_n_urls (self->set);
  gboolean is_same = n > 0;

  self->facts = g_array_sized_new (FALSE, TRUE, sizeof (UrlFacts), n);
  for (guint i = 0; i < n; i++)
    {
      const char *url = mvua_ref_set_get_url (self->set, i);
      const char *slash = strrchr (url, '/');
      UrlFacts facts = { .run = mvua_ref_url_run (url) };
      const char *product;

      facts.is_named =
          mvua_file_name_parse (slash != NULL ? slash + 1 : url, &facts.name);
      product = facts.is_named ? facts.name.product : "";
      if (i == 0)
        g_strlcpy (self->inventory->product, product, MVUA_PRODUCT_SIZE);
      is_same = is_same && strcmp (product, self->inventory->product) == 0;
      g_array_append_val (self->facts, facts);
    }
  if (!is_same)
    self->inventory->product[0] = '\0';
}

/* The member that a folder of the path names: "gep01/t2m". */
static void
find_member (Walk *self)
{
  g_auto (GStrv) segments = g_strsplit (self->array->path, "/", -1);

  for (guint i = 0; segments[i] != NULL && segments[i + 1] != NULL; i++)
    if (mvua_member_from_name (segments[i], &self->member))
      self->has_member = TRUE;
}

/* A chunk is a whole field: all leading dimensions are gone through one by one. */
static gboolean
is_by_message (const MvuaRefArray *array)
{
  const guint n = array->n_dims;

  if (n < 2 || array->chunk[n - 1] < array->shape[n - 1] ||
      array->chunk[n - 2] < array->shape[n - 2])
    return FALSE;
  for (guint d = 0; d + 2 < n; d++)
    if (array->chunk[d] != 1)
      return FALSE;
  return TRUE;
}

static void
leave_out (Work *self, guint reason, const char *key)
{
  if (self->n_left[reason]++ == 0)
    self->first_left[reason] = g_strdup (key);
}

/* What the set says goes before what the file's name says, and the message has the last
 * word when it is decoded. */
static MvuaMember
settle_member (const Walk *walk, const MvuaRefPlace *place, const UrlFacts *facts)
{
  if (walk->has_member)
    return walk->member;
  if (place->number > 0 && place->number <= G_MAXUINT8)
    return (MvuaMember){ MVUA_MEMBER_PERTURBED, (guint8) place->number };
  if (facts->is_named)
    return facts->name.member;
  return (MvuaMember){ .kind = place->number == 0 ? MVUA_MEMBER_CONTROL
                                                  : MVUA_MEMBER_DETERMINISTIC };
}

static void
add_message (Work *self, const Walk *walk, const MvuaRef *ref, const guint64 *index)
{
  const UrlFacts *facts = &g_array_index (self->facts, UrlFacts, ref->url);
  const MvuaRefPlace place = mvua_ref_coordinates_at (walk->coordinates, index);
  MvuaRefMessage message = { .run =
                                 place.run != MVUA_RUN_UNKNOWN ? place.run : facts->run };
  int step = place.step;

  if (step == MVUA_HOUR_UNKNOWN && facts->is_named)
    step = facts->name.step;
  if (step < 0 || step > MVUA_MAX_STEP_HOURS)
    {
      leave_out (self, LEFT_STEP, ref->key);
      return;
    }
  const MvuaMember member = settle_member (walk, &place, facts);
  self->n_contradicted +=
      facts->is_named &&
      (facts->name.step != step || mvua_member_compare (facts->name.member, member) != 0);
  message.reference = (MvuaReference){
    .offset = ref->offset,
    .length = ref->length,
    .variable = walk->variable,
    .file = ref->url,
    .start = (gint16) (walk->variable->kind == MVUA_KIND_INSTANT ? step : place.start),
    .end = (gint16) step,
    .member = member,
  };
  g_array_append_val (self->inventory->messages, message);
}

static void
take_chunk (Work *self, const Walk *walk, const MvuaRef *ref)
{
  guint64 index[MVUA_REF_MAX_DIMS] = { 0 };

  if (!mvua_ref_array_parse_key (walk->array, ref->key, index))
    return;
  if (walk->variable == NULL ||
      !mvua_ref_coordinates_fit (walk->coordinates, index, walk->variable))
    self->inventory->n_unknown++;
  else if (!is_by_message (walk->array))
    leave_out (self, LEFT_FORM, ref->key);
  else if (ref->kind == MVUA_REF_INLINE)
    leave_out (self, LEFT_INLINE, ref->key);
  else
    add_message (self, walk, ref, index);
}

static void
note_unknown (Work *self, const MvuaRefArray *array)
{
  const char *slash = strrchr (array->path, '/');
  const char *name = slash != NULL ? slash + 1 : array->path;
  g_autofree char *word = g_strdup_printf ("%s ", name);

  if (strstr (self->unknown->str, word) == NULL && self->unknown->len < 200)
    g_string_append (self->unknown, word);
}

static void
take_array (Work *self, const MvuaRefArray *array)
{
  g_autofree char *prefix =
      array->path[0] != '\0' ? g_strconcat (array->path, "/", NULL) : g_strdup ("");
  Walk walk = { .array = array, .variable = mvua_ref_variable_find (array) };

  find_member (&walk);
  walk.coordinates = mvua_ref_coordinates_new (self->set, self->arrays, array);
  if (walk.variable == NULL)
    note_unknown (self, array);
  for (guint i = mvua_ref_set_seek (self->set, prefix);
       i < mvua_ref_set_get_n (self->set); i++)
    {
      MvuaRef ref;
      mvua_ref_set_get (self->set, i, &ref);
      if (!g_str_has_prefix (ref.key, prefix))
        break;
      take_chunk (self, &walk, &ref);
    }
  mvua_ref_coordinates_free (walk.coordinates);
}

static void
add_notes (Work *self)
{
  GPtrArray *notes = self->inventory->notes;

  for (guint i = 0; i < N_LEFT; i++)
    if (self->n_left[i] > 0)
      g_ptr_array_add (notes, g_strdup_printf ("Left out: %u messages, such as %s: %s",
                                               self->n_left[i], self->first_left[i],
                                               reasons[i]));
  if (self->n_contradicted > 0)
    g_ptr_array_add (
        notes, g_strdup_printf ("%u messages lie in files that are named for another "
                                "member or step than the set says",
                                self->n_contradicted));
  if (self->unknown->len > 0)
    g_ptr_array_add (notes,
                     g_strdup_printf ("Left out: variables that Mvua does not know: %s",
                                      g_strchomp (self->unknown->str)));
}

MvuaRefInventory *
mvua_ref_inventory_new (const MvuaRefSet *set)
{
  MvuaRefInventory *self = g_new0 (MvuaRefInventory, 1);
  Work work = { .inventory = self, .set = set, .unknown = g_string_new (NULL) };

  self->messages = g_array_new (FALSE, FALSE, sizeof (MvuaRefMessage));
  self->notes = g_ptr_array_new_with_free_func (g_free);
  work.arrays = mvua_ref_arrays_list (set, self->notes);
  read_urls (&work);
  for (guint i = 0; i < work.arrays->len; i++)
    {
      const MvuaRefArray *array = g_ptr_array_index (work.arrays, i);
      if (array->grib != NULL)
        take_array (&work, array);
    }
  add_notes (&work);
  for (guint i = 0; i < N_LEFT; i++)
    g_free (work.first_left[i]);
  g_string_free (work.unknown, TRUE);
  g_array_unref (work.facts);
  g_ptr_array_unref (work.arrays);
  return self;
}
