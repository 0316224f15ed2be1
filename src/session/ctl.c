/* The tool drawbridgectl: the table of commands, and what they share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/ctl.h"

#include "config.h"
#include "session/arguments.h"
#include "session/ctl-command.h"
#include "session/tls.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const BridgeCtlCommand *const commands[] = {
  &bridge_ctl_serve,
  &bridge_ctl_info,
  &bridge_ctl_apply,
  &bridge_ctl_export,
  &bridge_ctl_tail,
  &bridge_ctl_say,
};

int
bridge_ctl_fail (const char *words)
{
  fprintf (stderr, "drawbridgectl: %s\n", words);
  return BRIDGE_CTL_FAILED;
}

int
bridge_ctl_refuse (const BridgeCtlCommand *command, const char *words)
{
  fprintf (stderr, "drawbridgectl: %s\nTry “drawbridgectl %s%s--help”.\n", words, command != NULL ? command->name : "", command != NULL ? " " : "");
  return BRIDGE_CTL_USAGE;
}

gboolean
bridge_ctl_write (int fd, const char *data, gsize length)
{
  while (length > 0)
    {
      gssize written = write (fd, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          g_autofree char *words = g_strdup_printf ("Cannot write: %s.", g_strerror (errno));

          bridge_ctl_fail (words);
          return FALSE;
        }
      data += written;
      length -= (gsize)written;
    }
  return TRUE;
}

static gboolean
parse (const BridgeCtlCommand *command, const GOptionEntry *entries, int argc, char **argv, gboolean *help, char ***arguments, GError **error)
{
  const GOptionEntry common[] = {
    { "help", 0, 0, G_OPTION_ARG_NONE, help, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, arguments, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, common, NULL);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, &argc, &argv, error);
}

gboolean
bridge_ctl_parse (const BridgeCtlCommand *command,
                  const GOptionEntry     *entries,
                  int                     argc,
                  char                  **argv,
                  guint                   min,
                  guint                   max,
                  char                 ***arguments,
                  int                    *status)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) rest = NULL;
  gboolean help = FALSE;
  guint    length;

  if (!parse (command, entries, argc, argv, &help, &rest, &error))
    {
      *status = bridge_ctl_refuse (command, error->message);
      return FALSE;
    }
  if (help)
    {
      *status = bridge_ctl_write (STDOUT_FILENO, command->help, strlen (command->help)) ? BRIDGE_CTL_DONE : BRIDGE_CTL_FAILED;
      return FALSE;
    }
  length = rest != NULL ? g_strv_length (rest) : 0;
  if (length < min || length > max)
    {
      *status = bridge_ctl_refuse (command, length < min ? "Something is missing." : "There are too many arguments.");
      return FALSE;
    }
  *arguments = g_steal_pointer (&rest);
  return TRUE;
}

static int
print_help (void)
{
  g_autoptr (GString) help = g_string_new ("NAME\n"
                                           "  drawbridgectl - Drawbridge without a window\n"
                                           "\n"
                                           "SYNOPSIS\n"
                                           "  drawbridgectl COMMAND [OPTION...] [ARGUMENT...]\n"
                                           "\n"
                                           "COMMANDS\n");

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (help, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
  g_string_append (help, "\n"
                         "  “drawbridgectl COMMAND --help” tells the rest.\n"
                         "\n"
                         "OPTIONS\n"
                         "  --help\n"
                         "      Print this text.\n"
                         "  --version\n"
                         "      Print the version.\n"
                         "\n" BRIDGE_CTL_HELP_STATUS
                         "EXAMPLES\n"
                         "  drawbridgectl serve --title Plan --port 0\n"
                         "  drawbridgectl export LINK --format png -o board.png\n");
  return bridge_ctl_write (STDOUT_FILENO, help->str, help->len) ? BRIDGE_CTL_DONE : BRIDGE_CTL_FAILED;
}

static int
run_command (int argc, char **argv)
{
  g_autofree char *words = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i]->name, argv[0]) == 0)
      return commands[i]->run (commands[i], argc, argv);
  words = g_strdup_printf ("There is no command “%s”.", argv[0]);
  return bridge_ctl_refuse (NULL, words);
}

static int
run_tool (int argc, char **argv)
{
  if (argc < 2)
    return bridge_ctl_refuse (NULL, "A command is missing.");
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    return print_help ();
  if (strcmp (argv[1], "--version") == 0)
    return bridge_ctl_write (STDOUT_FILENO, "drawbridgectl " VERSION "\n", strlen ("drawbridgectl " VERSION "\n")) ? BRIDGE_CTL_DONE : BRIDGE_CTL_FAILED;
  return run_command (argc - 1, argv + 1);
}

int
bridge_ctl_main (int argc, char **argv)
{
  g_auto (GStrv) arguments = bridge_arguments_take (argc, argv);
  g_autofree char **left = g_memdup2 (arguments, ((gsize)argc + 1) * sizeof *left); /* options are taken out of it */

  bridge_tls_forbid_old ();
  setlocale (LC_CTYPE, ""); /* for the arguments; words and numbers are the same everywhere */
  signal (SIGPIPE, SIG_IGN);
  return run_tool (argc, left);
}
