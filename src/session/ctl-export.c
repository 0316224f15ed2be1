/* The command export: a board as JSON, PNG or SVG.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/ctl-command.h"
#include "session/ctl-talk.h"
#include "session/export.h"
#include "session/json-board.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

typedef GBytes *(*Make) (const BridgeCtlTalk *talk);

typedef struct
{
  BridgeCtlTalk talk;
  Make          make;
  const char   *file; /* (nullable): stdout */
} Export;

static GBytes *
make_json (const BridgeCtlTalk *talk)
{
  uint8_t                    digest[BRIDGE_DIGEST_SIZE];
  const BridgeJsonBoardState state = {
    .room = talk->invite->room,
    .revision = bridge_guest_revision (talk->guest),
    .digest = digest,
  };

  bridge_guest_digest (talk->guest, digest);
  return bridge_json_board (bridge_guest_board (talk->guest), &state);
}

static GBytes *
make_png (const BridgeCtlTalk *talk)
{
  return bridge_export_png (bridge_guest_board (talk->guest));
}

static GBytes *
make_svg (const BridgeCtlTalk *talk)
{
  return bridge_export_svg (bridge_guest_board (talk->guest));
}

static const struct
{
  const char *name;
  Make        make;
} formats[] = {
  { "json", make_json },
  { "png", make_png },
  { "svg", make_svg },
};

static int
fail_file (const char *file)
{
  g_autofree char *words = g_strdup_printf ("Cannot write “%s”: %s.", file, g_strerror (errno));

  return bridge_ctl_fail (words);
}

static int
save (const char *file, GBytes *bytes)
{
  gsize       length;
  const char *data = g_bytes_get_data (bytes, &length);
  int         fd = file != NULL ? open (file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : STDOUT_FILENO;
  gboolean    written;

  if (fd < 0)
    return fail_file (file);
  written = bridge_ctl_write (fd, data, length);
  if (file != NULL && close (fd) != 0 && written)
    return fail_file (file);
  return written ? BRIDGE_CTL_DONE : BRIDGE_CTL_FAILED;
}

static void
on_ready (gpointer data)
{
  Export *export = data;
  g_autoptr (GBytes) bytes = export->make (&export->talk);

  bridge_ctl_talk_end (&export->talk, bytes != NULL ? save (export->file, bytes) : bridge_ctl_fail ("There is not enough memory to draw the board."));
}

static Make
find_format (const char *name)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (formats); i++)
    if (strcmp (formats[i].name, name) == 0)
      return formats[i].make;
  return NULL;
}

static int
run (const BridgeCtlCommand *command, int argc, char **argv)
{
  static const BridgeCtlHandlers handlers = { .ready = on_ready };
  g_autofree char               *name = NULL;
  g_autofree char               *format = NULL;
  g_autofree char               *file = NULL;
  g_auto (GStrv) arguments = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, NULL, NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, NULL, NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &file, NULL, NULL },
    { NULL },
  };
  Export export = { .make = NULL };
  int status;

  if (!bridge_ctl_parse (command, entries, argc, argv, 1, 1, &arguments, &status))
    return status;
  export.make = find_format (format);
  export.file = file;
  if (export.make == NULL)
    return bridge_ctl_refuse (command, "--format must be json, png or svg.");
  return bridge_ctl_talk_run (&export.talk, arguments[0], name, &handlers, &export);
}

const BridgeCtlCommand bridge_ctl_export = {
  .name = "export",
  .summary = "writes a board as JSON, PNG or SVG",
  .help =
      "NAME\n"
      "  drawbridgectl export - write a board as JSON, PNG or SVG\n"
      "\n"
      "SYNOPSIS\n"
      "  drawbridgectl export [--name NAME] LINK --format json|svg|png [-o FILE]\n"
      "\n"
      "DESCRIPTION\n"
      "  Joins, waits until the board is complete, and writes it to FILE or stdout. Pictures\n"
      "  are drawn as in a window, without a display.\n"
      "\n"
      "  JSON: {\"format\":\"drawbridge-board\",\"version\":1,\"title\",\"room\",\"revision\",\n"
      "  \"digest\",\"items\":[...],\"chat\":[...]}. Items lie from bottom to top, an item a line,\n"
      "  each with id, kind, author, its properties (see drawbridgectl apply --help) and,\n"
      "  of a stroke, highlighter, line or arrow, precision and points, [x, y, pressure]\n"
      "  relative to x and y. Chat has id, author, time, text. Equal digests mean equal\n"
      "  boards, deleted items and chat included. What was written, item for item,\n"
      "  can be created again by apply.\n"
      "\n"
      "OPTIONS\n"
      "  --format json|svg|png\n"
      "      What to write.\n"
      "  -o FILE, --output FILE\n"
      "      Where to; stdout unless given.\n" BRIDGE_CTL_HELP_NAME BRIDGE_CTL_HELP_OPTION
      "\n" BRIDGE_CTL_HELP_STATUS
      "EXAMPLES\n"
      "  drawbridgectl export LINK --format png -o board.png\n"
      "  drawbridgectl export LINK --format json | jq -r '.items[].text'\n",
  .run = run,
};
