/* The command info: the session card.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/card.h"
#include "session/ctl-command.h"

#include <string.h>
#include <unistd.h>

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static int
print_card (const BridgeCard *card)
{
  g_autofree char *json = bridge_card_to_json (card);
  g_autofree char *line = g_strconcat (json, "\n", NULL);

  return bridge_ctl_write (STDOUT_FILENO, line, strlen (line)) ? BRIDGE_CTL_DONE : BRIDGE_CTL_FAILED;
}

static int
run (const BridgeCtlCommand *command, int argc, char **argv)
{
  g_auto (GStrv) arguments = NULL;
  g_autoptr (BridgeInvite) invite = NULL;
  g_autoptr (BridgeCard) card = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!bridge_ctl_parse (command, NULL, argc, argv, 1, 1, &arguments, &status))
    return status;
  invite = bridge_invite_parse (arguments[0], &error);
  if (invite == NULL)
    return bridge_ctl_fail (error->message);
  bridge_card_fetch_async (invite, NULL, on_fetched, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  card = bridge_card_fetch_finish (result, &error);
  return card != NULL ? print_card (card) : bridge_ctl_fail (error->message);
}

const BridgeCtlCommand bridge_ctl_info = {
  .name = "info",
  .summary = "tells what a link leads to, without joining",
  .help =
      "NAME\n"
      "  drawbridgectl info - tell what a link leads to\n"
      "\n"
      "SYNOPSIS\n"
      "  drawbridgectl info LINK\n"
      "\n"
      "DESCRIPTION\n"
      "  Asks for the session card and prints it, one line of JSON: title, people (how many\n"
      "  are there), items, host (who shares the board), full (whether nobody else can\n"
      "  join), protocol. Nobody sees you come.\n"
      "\n"
      "OPTIONS\n" BRIDGE_CTL_HELP_OPTION
      "\n" BRIDGE_CTL_HELP_STATUS
      "EXAMPLES\n"
      "  drawbridgectl info LINK | jq .people\n",
  .run = run,
};
