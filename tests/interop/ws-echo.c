/* The program ws-echo: sends every message back, for conformance suites to be run from outside, in both roles.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: ws-echo serve --port N [--limit BYTES] [--deflate] [--origin ORIGIN]
 *        ws-echo connect URL [--limit BYTES] [--deflate] */
#include "echo.h"

#include <stdio.h>
#include <string.h>

#define LIMIT "16777216"

/* As given; NULL where one is not. */
typedef struct
{
  char    *port;
  char    *limit;
  char    *origin;
  gboolean deflate;
  GStrv    rest;
} Arguments;

static int
complain (const char *words)
{
  fprintf (stderr,
           "ws-echo: %s\n"
           "usage: ws-echo serve --port N [--limit BYTES] [--deflate] [--origin ORIGIN]\n"
           "       ws-echo connect URL [--limit BYTES] [--deflate]\n",
           words);
  return ECHO_USAGE;
}

static gboolean
parse (Arguments *arguments, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_STRING, &arguments->port, NULL, NULL },
    { "limit", 0, 0, G_OPTION_ARG_STRING, &arguments->limit, NULL, NULL },
    { "origin", 0, 0, G_OPTION_ARG_STRING, &arguments->origin, NULL, NULL },
    { "deflate", 0, 0, G_OPTION_ARG_NONE, &arguments->deflate, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments->rest, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, &argc, &argv, error);
}

static int
run (const Arguments *arguments)
{
  guint     n = arguments->rest != NULL ? g_strv_length (arguments->rest) : 0;
  guint64   port;
  EchoTerms terms = { .deflate = arguments->deflate ? BRIDGE_DEFLATE_WITH_CONTEXT : BRIDGE_DEFLATE_NEVER };

  if (!g_ascii_string_to_unsigned (arguments->limit != NULL ? arguments->limit : LIMIT, 10, 0, G_MAXUINT32, &terms.limit, NULL))
    return complain ("--limit takes a number of bytes");
  if (n == 1 && strcmp (arguments->rest[0], "serve") == 0)
    {
      if (arguments->port == NULL || !g_ascii_string_to_unsigned (arguments->port, 10, 0, G_MAXUINT16, &port, NULL))
        return complain ("serve needs --port, a number up to 65535");
      return echo_serve ((guint16)port, arguments->origin, &terms);
    }
  if (n == 2 && strcmp (arguments->rest[0], "connect") == 0 && arguments->port == NULL && arguments->origin == NULL)
    return echo_connect (arguments->rest[1], &terms);
  return complain ("serve or connect?");
}

int
main (int argc, char **argv)
{
  Arguments arguments = { 0 };
  g_autoptr (GError) error = NULL;
  int status = parse (&arguments, argc, argv, &error) ? run (&arguments) : complain (error->message);

  g_free (arguments.port);
  g_free (arguments.limit);
  g_free (arguments.origin);
  g_strfreev (arguments.rest);
  return status;
}
