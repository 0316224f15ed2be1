/* The command serve: hosts a board.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/ctl-command.h"
#include "session/ctl-talk.h"
#include "session/identity.h"
#include "session/server.h"

#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  BridgeServer *server;
  GMainLoop    *loop;
  gboolean      stopping;
} Serve;

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer data)
{
  Serve *serve = data;

  bridge_server_stop_finish (serve->server, result, NULL);
  g_main_loop_quit (serve->loop);
}

static gboolean
on_signal (gpointer data)
{
  Serve *serve = data;

  if (!serve->stopping)
    bridge_server_stop_async (serve->server, on_stopped, serve);
  serve->stopping = TRUE;
  return G_SOURCE_CONTINUE;
}

static gboolean
print_links (BridgeServer *server)
{
  g_autoptr (GPtrArray) rooms = bridge_server_list_rooms (server);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < rooms->len; i++)
    {
      g_autofree char *link = bridge_invite_to_string (rooms->pdata[i]);

      g_string_append_printf (lines, "%s\n", link);
    }
  return bridge_ctl_write (STDOUT_FILENO, lines->str, lines->len);
}

static int
serve (const BridgeServerOptions *options)
{
  g_autoptr (BridgeServer) server = bridge_server_new (options);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  Serve self = { server, loop, FALSE };
  guint interrupt, terminate;

  /* Before the link is known: whoever reads it may end us at once. */
  interrupt = g_unix_signal_add (SIGINT, on_signal, &self);
  terminate = g_unix_signal_add (SIGTERM, on_signal, &self);
  if (!bridge_server_start (server, &error))
    return bridge_ctl_fail (error->message);
  if (!print_links (server))
    return BRIDGE_CTL_FAILED;
  g_main_loop_run (loop);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  return BRIDGE_CTL_DONE;
}

/* -1 where none is given. */
static gboolean
parse_port (const char *text, int *port)
{
  gint64 number = -1;

  if (text != NULL && !g_ascii_string_to_signed (text, 10, 0, G_MAXUINT16, &number, NULL))
    return FALSE;
  *port = (int)number;
  return TRUE;
}

static gboolean
are_rooms_valid (const char *const *rooms)
{
  for (; rooms != NULL && *rooms != NULL; rooms++)
    if (!bridge_room_name_is_valid (*rooms))
      return FALSE;
  return TRUE;
}

static void
set_rooms (BridgeServerOptions *options, const char *const *rooms)
{
  if (rooms == NULL)
    return;
  options->room = rooms[0];
  options->more_rooms = rooms + 1;
}

/* Nobody is to host in plain for the whole network without having said so. */
static void
tell_plain (const char *listen)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (listen);

  if (address != NULL && g_inet_address_get_is_loopback (address))
    fprintf (stderr, "drawbridgectl: --plain: not encrypted, and for this machine alone (%s), such as a reverse proxy on it.\n", listen);
  else
    fprintf (stderr, "drawbridgectl: --plain: NOT ENCRYPTED. Who is on the network can read and change the session.\n");
}

static int
serve_plain (BridgeServerOptions *options)
{
  if (options->listen == NULL)
    options->listen = "127.0.0.1";
  tell_plain (options->listen);
  return serve (options);
}

static int
serve_encrypted (BridgeServerOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = bridge_identity_load (NULL, &error);

  if (certificate == NULL)
    return bridge_ctl_fail (error->message);
  options->certificate = certificate;
  return serve (options);
}

static int
run (const BridgeCtlCommand *command, int argc, char **argv)
{
  g_autofree char *port = NULL;
  g_autofree char *listen = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  g_autofree char *own_name = bridge_ctl_own_name ();
  g_auto (GStrv) rooms = NULL;
  g_auto (GStrv) arguments = NULL;
  gboolean           plain = FALSE;
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_STRING, &port, NULL, NULL },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &listen, NULL, NULL },
    { "title", 0, 0, G_OPTION_ARG_STRING, &title, NULL, NULL },
    { "room", 0, 0, G_OPTION_ARG_STRING_ARRAY, &rooms, NULL, NULL },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, NULL, NULL },
    { "plain", 0, 0, G_OPTION_ARG_NONE, &plain, NULL, NULL },
    { NULL },
  };
  BridgeServerOptions options = { .port = -1 };
  int                 status;

  if (!bridge_ctl_parse (command, entries, argc, argv, 0, 0, &arguments, &status))
    return status;
  if (!parse_port (port, &options.port))
    return bridge_ctl_refuse (command, "--port must be a number from 0 to 65535.");
  if (!are_rooms_valid ((const char *const *)rooms))
    return bridge_ctl_refuse (command, "--room must be 1 to 64 letters, digits, “-” or “_”.");
  options.listen = listen;
  options.title = title;
  set_rooms (&options, (const char *const *)rooms);
  options.host = name != NULL ? name : own_name;
  return plain ? serve_plain (&options) : serve_encrypted (&options);
}

const BridgeCtlCommand bridge_ctl_serve = {
  .name = "serve",
  .summary = "hosts a board and prints the link to it",
  .help =
      "NAME\n"
      "  drawbridgectl serve - host a board\n"
      "\n"
      "SYNOPSIS\n"
      "  drawbridgectl serve [--port N] [--listen ADDRESS] [--title T] [--room R]... [--name NAME]\n"
      "                      [--plain]\n"
      "\n"
      "DESCRIPTION\n"
      "  Hosts an empty board until it gets SIGINT or SIGTERM; then it says goodbye to the\n"
      "  guests, each of whom keeps a copy. The first line on stdout is the link, alone,\n"
      "  printed once connections are accepted. Who has the link can draw.\n"
      "\n"
      "  Sessions are encrypted. The key is made once and kept, for you alone, in\n"
      "  ~/.local/share/drawbridge/identity.pem (below XDG_DATA_HOME where that is set). The\n"
      "  link has the fingerprint of its certificate, by which guests know this host.\n"
      "\n"
      "OPTIONS\n"
      "  --port N\n"
      "      The port to listen on; 0 takes any that is free. Unless given it is 7420 or, if\n"
      "      that is busy, any. A named port that is busy is an error.\n"
      "  --listen ADDRESS\n"
      "      The IP address to listen on, and to put into the link. Unless given it listens on all,\n"
      "      and the link has an address of this machine that others reach.\n"
      "  --title T\n"
      "      The board's title.\n"
      "  --room R\n"
      "      The room's name in the link, 1 to 64 of A-Z, a-z, 0-9, “-” and “_”; a random one\n"
      "      unless given. Given several times, up to 64, it hosts as many boards, and prints a\n"
      "      link a line, in that order; each has a token of its own.\n"
      "  --name NAME\n"
      "      The name of the host that guests are told; your own unless given.\n"
      "  --plain\n"
      "      Do not encrypt, and print a ws:// link: for tests, or behind a reverse proxy that\n"
      "      does it; guests join by wss://PROXY/ROOM#TOKEN then. Listens on 127.0.0.1 unless\n"
      "      --listen says otherwise.\n" BRIDGE_CTL_HELP_OPTION
      "\n"
      "EXIT STATUS\n"
      "  0  ended by a signal\n"
      "  1  failed: the port is busy, the address is not one of this machine, the key cannot be\n"
      "     read\n"
      "  2  wrong usage\n"
      "\n"
      "EXAMPLES\n"
      "  drawbridgectl serve --title Plan\n"
      "  drawbridgectl serve --listen 127.0.0.1 --port 0 > link &\n"
      "  drawbridgectl serve --room maths --room physics > links &\n",
  .run = run,
};
