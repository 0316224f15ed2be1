/* Feeds every file of a folder to a fuzz target, where libFuzzer is not there to do it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = argc == 2 ? g_dir_open (argv[1], 0, &error) : NULL;
  const char *name;
  guint       n_inputs = 0;

  if (folder == NULL)
    g_error ("usage: %s FOLDER (%s)", argv[0], error != NULL ? error->message : "one argument");
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL);
      g_autofree char *contents = NULL;
      gsize            length;

      if (!g_file_get_contents (path, &contents, &length, &error))
        g_error ("%s", error->message);
      LLVMFuzzerTestOneInput ((const guint8 *)contents, length);
      n_inputs++;
    }
  g_print ("%u inputs\n", n_inputs);
  return n_inputs > 0 ? 0 : 1;
}
