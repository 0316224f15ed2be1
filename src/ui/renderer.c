/* Which of GTK's renderers draws the windows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/renderer.h"

#include <epoxy/gl.h>
#include <gtk/gtk.h>

static gboolean
is_software (const char *renderer)
{
  static const char *const names[] = { "llvmpipe", "softpipe", "swrast", "Software" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (renderer == NULL || strstr (renderer, names[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
has_hardware_gl (GdkDisplay *display)
{
  g_autoptr (GdkGLContext) context = gdk_display_create_gl_context (display, NULL);
  gboolean hardware;

  if (context == NULL || !gdk_gl_context_realize (context, NULL))
    return FALSE;
  gdk_gl_context_make_current (context);
  hardware = !is_software ((const char *)glGetString (GL_RENDERER));
  gdk_gl_context_clear_current ();
  return hardware;
}

void
bridge_renderer_choose (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (g_getenv ("GSK_RENDERER") == NULL && display != NULL && !has_hardware_gl (display))
    g_setenv ("GSK_RENDERER", "cairo", TRUE);
}
