/* What the commands of drawbridgectl share: their table, their options, their words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum
{
  BRIDGE_CTL_DONE = 0,
  BRIDGE_CTL_FAILED = 1,
  BRIDGE_CTL_USAGE = 2,
} BridgeCtlStatus;

typedef struct BridgeCtlCommand BridgeCtlCommand;
struct BridgeCtlCommand
{
  const char *name;
  const char *summary;                                                 /* one line */
  const char *help;                                                    /* like a manual's page */
  int (*run) (const BridgeCtlCommand *command, int argc, char **argv); /* argv[0] is the command's name */
};

extern const BridgeCtlCommand bridge_ctl_serve;
extern const BridgeCtlCommand bridge_ctl_info;
extern const BridgeCtlCommand bridge_ctl_apply;
extern const BridgeCtlCommand bridge_ctl_export;
extern const BridgeCtlCommand bridge_ctl_tail;
extern const BridgeCtlCommand bridge_ctl_say;

/* Parts of the help that several commands have in common. */
#define BRIDGE_CTL_HELP_NAME \
  "  --name NAME\n"          \
  "      The name under which others see you; your own unless given.\n"
#define BRIDGE_CTL_HELP_OPTION \
  "  --help\n"                 \
  "      Print this text.\n"
#define BRIDGE_CTL_HELP_STATUS                                             \
  "EXIT STATUS\n"                                                          \
  "  0  done\n"                                                            \
  "  1  failed: the link is malformed, nobody answers, the room refuses\n" \
  "  2  wrong usage\n"                                                     \
  "\n"

/* Parses the options in `entries`, and --help, which prints the help. On success there are min to max arguments (transfer full,
 * NULL-terminated). FALSE: there is nothing left to do but return *status. */
gboolean bridge_ctl_parse (const BridgeCtlCommand *command,
                           const GOptionEntry     *entries,
                           int                     argc,
                           char                  **argv,
                           guint                   min,
                           guint                   max,
                           char                 ***arguments,
                           int                    *status);

/* One line on stderr. Each returns its status: FAILED, USAGE. */
int bridge_ctl_fail (const char *words);
int bridge_ctl_refuse (const BridgeCtlCommand *command, const char *words);

/* Writes all of it, waiting where it must; FALSE with words said when that fails. */
gboolean bridge_ctl_write (int fd, const char *data, gsize length);
