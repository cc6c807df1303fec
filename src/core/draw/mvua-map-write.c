/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-painter.h"

#include "mvua-error.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Cairo hands on what it has; the first error of the file is kept. */
typedef struct
{
  FILE *file;
  int error;
} Output;

static cairo_status_t
put (void *closure, const unsigned char *data, unsigned int length)
{
  Output *output = closure;

  if (output->error == 0 && fwrite (data, 1, length, output->file) != length)
    output->error = errno != 0 ? errno : EIO;
  return output->error == 0 ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t *
create_surface (
    MvuaMapFormat format, Output *output, double width, double height, double ratio)
{
  cairo_surface_t *image;

  switch (format)
    {
    case MVUA_MAP_PDF:
      return cairo_pdf_surface_create_for_stream (put, output, width, height);
    case MVUA_MAP_SVG:
      return cairo_svg_surface_create_for_stream (put, output, width, height);
    case MVUA_MAP_PNG:
      image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (width * ratio),
                                          (int) (height * ratio));
      cairo_surface_set_device_scale (image, ratio, ratio);
      return image;
    default:
      g_assert_not_reached ();
    }
}

static cairo_status_t
paint_into (const MvuaMapScene *scene,
            MvuaMapFormat format,
            Output *output,
            double width,
            double height,
            double ratio)
{
  cairo_surface_t *surface = create_surface (format, output, width, height, ratio);
  cairo_t *cr = cairo_create (surface);

  mvua_map_paint (scene, cr, width, height);
  cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  if (status == CAIRO_STATUS_SUCCESS && format == MVUA_MAP_PNG)
    status = cairo_surface_write_to_png_stream (surface, put, output);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static gboolean
fail (const char *path, int error_number, cairo_status_t status, GError **error)
{
  if (error_number == 0 && status == CAIRO_STATUS_NO_MEMORY)
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY, "%s: no memory for the picture",
                 path);
  else
    g_set_error (
        error, MVUA_ERROR, MVUA_ERROR_IO, "%s: the picture cannot be written: %s", path,
        error_number != 0 ? g_strerror (error_number) : cairo_status_to_string (status));
  return FALSE;
}

gboolean
mvua_map_write (const MvuaMapScene *scene,
                const char *path,
                MvuaMapFormat format,
                double width,
                double height,
                double pixel_ratio,
                GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part-XXXXXX", NULL);
  const int descriptor = g_mkstemp_full (part, O_RDWR, 0644);
  Output output = { NULL, 0 };

  if (descriptor < 0)
    return fail (path, errno, CAIRO_STATUS_SUCCESS, error);
  output.file = fdopen (descriptor, "wb");
  if (output.file == NULL)
    {
      const int number = errno;
      close (descriptor);
      g_unlink (part);
      return fail (path, number, CAIRO_STATUS_SUCCESS, error);
    }
  const cairo_status_t status =
      paint_into (scene, format, &output, width, height, pixel_ratio);
  if (output.error == 0 && (fflush (output.file) != 0 || fsync (descriptor) != 0))
    output.error = errno;
  if (fclose (output.file) != 0 && output.error == 0)
    output.error = errno;
  if (output.error == 0 && status == CAIRO_STATUS_SUCCESS && g_rename (part, path) != 0)
    output.error = errno;
  if (output.error == 0 && status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_unlink (part);
  return fail (path, output.error, status, error);
}
