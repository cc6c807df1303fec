/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-node.h"

#include "mvua-node-private.h"

struct _MvuaNode
{
  GObject parent_instance;
  MvuaNodeKind kind;
  MvuaNode *parent; /* not owned; NULL once it has gone */
  char *name;
  char *title;
  gboolean has_product;
  MvuaProduct product;
  const MvuaVariable *variable;
  MvuaNodeState state;
  char *own_detail; /* what the inventory tells */
  char *detail;     /* (nullable): what is said instead */
  gboolean is_loading;
  GPtrArray *children; /* of MvuaNode */
};

enum
{
  PROP_NAME = 1,
  PROP_TITLE,
  PROP_STATE,
  PROP_DETAIL,
  PROP_IS_LOADING,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void mvua_node_list_model_init (GListModelInterface *iface);

G_DEFINE_TYPE_WITH_CODE (MvuaNode,
                         mvua_node,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                mvua_node_list_model_init))

static GType
mvua_node_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return MVUA_TYPE_NODE;
}

static guint
mvua_node_get_n_items (GListModel *model)
{
  return MVUA_NODE (model)->children->len;
}

static gpointer
mvua_node_get_item (GListModel *model, guint position)
{
  MvuaNode *self = MVUA_NODE (model);

  if (position >= self->children->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->children, position));
}

static void
mvua_node_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = mvua_node_get_item_type;
  iface->get_n_items = mvua_node_get_n_items;
  iface->get_item = mvua_node_get_item;
}

static void
mvua_node_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  MvuaNode *self = MVUA_NODE (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_DETAIL:
      g_value_set_string (value, mvua_node_get_detail (self));
      break;
    case PROP_IS_LOADING:
      g_value_set_boolean (value, self->is_loading);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
mvua_node_finalize (GObject *object)
{
  MvuaNode *self = MVUA_NODE (object);

  for (guint i = 0; i < self->children->len; i++)
    ((MvuaNode *) g_ptr_array_index (self->children, i))->parent = NULL;
  g_ptr_array_unref (self->children);
  g_free (self->name);
  g_free (self->title);
  g_free (self->own_detail);
  g_free (self->detail);
  G_OBJECT_CLASS (mvua_node_parent_class)->finalize (object);
}

static void
mvua_node_class_init (MvuaNodeClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mvua_node_get_property;
  object_class->finalize = mvua_node_finalize;
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_STATE] =
      g_param_spec_uint ("state", NULL, NULL, 0, MVUA_NODE_MISSING, 0, flags);
  props[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, "", flags);
  props[PROP_IS_LOADING] = g_param_spec_boolean ("is-loading", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mvua_node_init (MvuaNode *self)
{
  self->children = g_ptr_array_new_with_free_func (g_object_unref);
  self->own_detail = g_strdup ("");
}

MvuaNode *
mvua_node_new (MvuaNodeKind kind, MvuaNode *parent, const char *name, const char *title)
{
  MvuaNode *self = g_object_new (MVUA_TYPE_NODE, NULL);

  self->kind = kind;
  self->name = g_strdup (name);
  self->title = g_strdup (title);
  if (parent == NULL)
    return self;
  self->parent = parent;
  self->has_product = parent->has_product;
  self->product = parent->product;
  g_ptr_array_add (parent->children, self);
  return self;
}

void
mvua_node_set_product (MvuaNode *self, MvuaProduct product)
{
  self->product = product;
  self->has_product = TRUE;
}

void
mvua_node_set_variable (MvuaNode *self, const MvuaVariable *variable)
{
  self->variable = variable;
}

void
mvua_node_take_state (MvuaNode *self, MvuaNodeState state, char *detail)
{
  self->state = state;
  g_free (self->own_detail);
  self->own_detail = detail;
}

MvuaNodeKind
mvua_node_get_kind (MvuaNode *self)
{
  return self->kind;
}

MvuaNode *
mvua_node_get_parent (MvuaNode *self)
{
  return self->parent;
}

const char *
mvua_node_get_name (MvuaNode *self)
{
  return self->name;
}

const char *
mvua_node_get_title (MvuaNode *self)
{
  return self->title;
}

const MvuaProduct *
mvua_node_get_product (MvuaNode *self)
{
  return self->has_product ? &self->product : NULL;
}

const MvuaVariable *
mvua_node_get_variable (MvuaNode *self)
{
  return self->variable;
}

MvuaNodeState
mvua_node_get_state (MvuaNode *self)
{
  return self->state;
}

const char *
mvua_node_get_detail (MvuaNode *self)
{
  return self->detail != NULL ? self->detail : self->own_detail;
}

gboolean
mvua_node_get_is_loading (MvuaNode *self)
{
  return self->is_loading;
}

void
mvua_node_set_is_loading (MvuaNode *self, gboolean is_loading)
{
  if (self->is_loading == !!is_loading)
    return;
  self->is_loading = !!is_loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_LOADING]);
}

void
mvua_node_set_detail (MvuaNode *self, const char *detail)
{
  const gboolean is_news = g_strcmp0 (detail != NULL ? detail : self->own_detail,
                                      mvua_node_get_detail (self)) != 0;
  char *copy = g_strdup (detail);

  g_free (self->detail);
  self->detail = copy;
  if (is_news)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DETAIL]);
}

static gboolean
is_it (const MvuaNode *self, const MvuaProduct *product, const MvuaVariable *variable)
{
  if (!self->has_product || self->variable != variable ||
      self->product.kind != product->kind)
    return FALSE;
  return product->kind == MVUA_PRODUCT_PROBABILITY ||
         mvua_product_equal (&self->product, product);
}

MvuaNode *
mvua_node_find (MvuaNode *self, const MvuaProduct *product, const MvuaVariable *variable)
{
  MvuaNode *found = is_it (self, product, variable) ? self : NULL;

  for (guint i = 0; i < self->children->len && found == NULL; i++)
    found = mvua_node_find (g_ptr_array_index (self->children, i), product, variable);
  return found;
}
