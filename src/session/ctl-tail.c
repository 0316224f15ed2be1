/* The command tail: what happens on a board.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/ctl-command.h"
#include "session/ctl-output.h"
#include "session/ctl-talk.h"
#include "session/json-event.h"

typedef struct
{
  BridgeCtlTalk    talk;
  BridgeCtlOutput *output;
  char            *host;
  guint64          revision; /* as told last; the guest forgets its own when it is over */
} Tail;

static void
on_ready (gpointer data)
{
  Tail *tail = data;

  bridge_json_event_welcome (bridge_ctl_output_text (tail->output), tail->talk.guest, tail->talk.revision, tail->talk.invite->room, tail->host != NULL ? tail->host : "");
  bridge_ctl_output_flush (tail->output);
}

static void
on_event (gpointer data, const BridgeGuestEvent *event)
{
  Tail *tail = data;

  if (event->type == BRIDGE_GUEST_WELCOMED)
    {
      g_free (tail->host);
      tail->host = g_strdup (event->text);
    }
  if (event->revision > 0)
    tail->revision = event->revision;
  if (!tail->talk.ready)
    return;
  bridge_json_event (bridge_ctl_output_text (tail->output), tail->talk.guest, event);
  bridge_ctl_output_flush (tail->output);
}

static void
on_over (gpointer data, const GError *error, gboolean by_host)
{
  Tail *tail = data;

  if (by_host)
    bridge_json_event_bye (bridge_ctl_output_text (tail->output), tail->revision, error->message);
  bridge_ctl_talk_end (&tail->talk, by_host ? BRIDGE_CTL_DONE : bridge_ctl_fail (error->message));
}

static void
on_output_failed (gpointer data)
{
  Tail *tail = data;

  bridge_ctl_talk_end (&tail->talk, BRIDGE_CTL_FAILED);
}

static int
run (const BridgeCtlCommand *command, int argc, char **argv)
{
  static const BridgeCtlHandlers handlers = { .ready = on_ready, .event = on_event, .over = on_over };
  g_autofree char               *name = NULL;
  g_auto (GStrv) arguments = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, NULL, NULL },
    { NULL },
  };
  Tail tail = { .talk = { .only_once = TRUE } };
  int  status;

  if (!bridge_ctl_parse (command, entries, argc, argv, 1, 1, &arguments, &status))
    return status;
  tail.output = bridge_ctl_output_new (on_output_failed, &tail);
  status = bridge_ctl_talk_run (&tail.talk, arguments[0], name, &handlers, &tail);
  if (!bridge_ctl_output_finish (tail.output))
    status = BRIDGE_CTL_FAILED;
  bridge_ctl_output_free (tail.output);
  g_free (tail.host);
  return status;
}

const BridgeCtlCommand bridge_ctl_tail = {
  .name = "tail",
  .summary = "tells what happens on a board, as it happens",
  .help =
      "NAME\n"
      "  drawbridgectl tail - tell what happens on a board\n"
      "\n"
      "SYNOPSIS\n"
      "  drawbridgectl tail [--name NAME] LINK\n"
      "\n"
      "DESCRIPTION\n"
      "  Joins and prints what happens, a line of JSON each, until the host ends the session\n"
      "  or the connection is lost. Each has \"event\" and \"revision\".\n"
      "\n"
      "  welcome  title, room, host, items, people: the board is complete. It comes again\n"
      "           when this end could not follow and was brought up to date: the edits\n"
      "           in between are not told.\n"
      "  edit     author, id, kind, op (create, set, append, text, order, delete, restore),\n"
      "           changed: of a created item all of it, as in an export, else the properties\n"
      "           that were set, with their values; text as it is now; points that were\n"
      "           appended, in board coordinates; deleted; z, its place from the bottom. One\n"
      "           line for each item of the edit. Without an id it is about the\n"
      "           board (title) or its author (name, color).\n"
      "  say      author, id, time, text\n"
      "  refused  author, error: the room has not taken an edit of theirs\n"
      "  join, leave\n"
      "           author, color\n"
      "  bye      reason: the host has ended the session\n"
      "\n"
      "OPTIONS\n" BRIDGE_CTL_HELP_NAME BRIDGE_CTL_HELP_OPTION
      "\n"
      "EXIT STATUS\n"
      "  0  the host has said goodbye\n"
      "  1  the connection is lost, or the room could not be joined\n"
      "  2  wrong usage\n"
      "\n"
      "EXAMPLES\n"
      "  drawbridgectl tail LINK | jq -r 'select(.event == \"say\") | .author + \": \" + .text'\n",
  .run = run,
};
