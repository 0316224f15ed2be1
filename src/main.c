/* The desktop app's entry.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "session/arguments.h"
#include "session/tls.h"
#include "ui/application.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char *argv[])
{
  g_auto (GStrv) arguments = bridge_arguments_take (argc, argv);
  g_autoptr (BridgeApplication) application = NULL;

  bridge_tls_forbid_old ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  application = bridge_application_new ();
  return g_application_run (G_APPLICATION (application), argc, arguments);
}
