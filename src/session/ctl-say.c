/* The command say: one chat message.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/limits.h"
#include "session/ctl-command.h"
#include "session/ctl-talk.h"

#include <string.h>

typedef struct
{
  BridgeCtlTalk talk;
  const char   *text;
  guint64       seq; /* 0: not said yet */
} Say;

static void
on_ready (gpointer data)
{
  Say          *say = data;
  BridgeRefusal refusal = BRIDGE_REFUSAL_NONE;
  BridgeEdit    edit;

  if (say->seq != 0)
    return;
  bridge_guest_begin (say->talk.guest, &edit);
  bridge_edit_say (&edit, say->text, strlen (say->text), g_get_real_time () / 1000);
  say->seq = bridge_session_commit (say->talk.session, &edit, &refusal);
  if (say->seq == 0)
    bridge_ctl_talk_end (&say->talk, bridge_ctl_fail (bridge_refusal_words (refusal)));
}

static void
on_event (gpointer data, const BridgeGuestEvent *event)
{
  Say *say = data;

  if (!event->mine || say->seq == 0 || event->seq != say->seq)
    return;
  if (event->type == BRIDGE_GUEST_REFUSED)
    bridge_ctl_talk_end (&say->talk, bridge_ctl_fail (bridge_refusal_words ((BridgeRefusal)event->code)));
  else
    bridge_ctl_talk_end (&say->talk, BRIDGE_CTL_DONE);
}

static int
run (const BridgeCtlCommand *command, int argc, char **argv)
{
  static const BridgeCtlHandlers handlers = { .ready = on_ready, .event = on_event };
  g_autofree char               *name = NULL;
  g_auto (GStrv) arguments = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, NULL, NULL },
    { NULL },
  };
  Say say = { .text = NULL };
  int status;

  if (!bridge_ctl_parse (command, entries, argc, argv, 2, 2, &arguments, &status))
    return status;
  say.text = arguments[1];
  if (say.text[0] == '\0')
    return bridge_ctl_refuse (command, "There is nothing to say.");
  if (strlen (say.text) > BRIDGE_CHAT_BYTES_MAX)
    return bridge_ctl_fail ("The message is too long: 16384 bytes at most.");
  return bridge_ctl_talk_run (&say.talk, arguments[0], name, &handlers, &say);
}

const BridgeCtlCommand bridge_ctl_say = {
  .name = "say",
  .summary = "says something in the chat of a board",
  .help =
      "NAME\n"
      "  drawbridgectl say - say something in the chat\n"
      "\n"
      "SYNOPSIS\n"
      "  drawbridgectl say [--name NAME] LINK TEXT\n"
      "\n"
      "DESCRIPTION\n"
      "  Joins, says TEXT, and waits until the room has taken it.\n"
      "\n"
      "OPTIONS\n" BRIDGE_CTL_HELP_NAME BRIDGE_CTL_HELP_OPTION
      "\n" BRIDGE_CTL_HELP_STATUS
      "EXAMPLES\n"
      "  drawbridgectl say --name Robot LINK \"The build is green.\"\n",
  .run = run,
};
