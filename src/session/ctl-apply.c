/* The command apply: edits, a line of JSON each.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/ctl-command.h"
#include "session/ctl-lines.h"
#include "session/ctl-output.h"
#include "session/ctl-talk.h"
#include "session/json-edit.h"
#include "session/json-item.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

#define READ_SIZE     (64u << 10)
#define SLICE         4000 /* us of composing before other sources get their turn */
#define IN_FLIGHT_MAX 4096 /* edits sent, or about to be, and not taken yet */
#define QUIET         2    /* s without another line after which those of a lost connection are over */

/* What becomes of one line. */
typedef struct
{
  guint64           seq;  /* while it waits for the room */
  guint64           line; /* 0: nobody's; the sizes of long texts */
  gboolean          settled;
  guint64           revision; /* 0: the board was that way already */
  char             *error;    /* (nullable) */
  BridgeJsonSubject subject;
} Answer;

typedef struct
{
  BridgeCtlTalk     talk;
  BridgeCtlOutput  *output;
  BridgeJsonEditor *editor;

  int            input; /* descriptor */
  BridgeCtlLines lines;
  gboolean       at_end;
  gboolean       has_line; /* `line` waits to be composed */
  BridgeCtlLine  line;
  guint          reading; /* sources, 0 when not wanted */
  guint          composing;
  guint          fitting;
  guint          quiet;

  GQueue      answers;   /* in the order of the lines */
  GHashTable *in_flight; /* by seq */
  char       *lost;      /* (nullable): why there is no room any more */
  gboolean    failed;    /* some line was */
} Apply;

static void
answer_free (Answer *answer)
{
  g_free (answer->error);
  g_free (answer);
}

/* Answers. */

static void
write_answer (Apply *apply, const Answer *answer)
{
  BridgeJsonWriter writer = { bridge_ctl_output_text (apply->output) };
  guint64          revision = answer->revision > 0 ? answer->revision : bridge_guest_revision (apply->talk.guest);

  bridge_json_begin_object (&writer);
  bridge_json_put_key (&writer, "ok");
  bridge_json_put_boolean (&writer, answer->error == NULL);
  bridge_json_add_integer (&writer, "line", (gint64)answer->line);
  if (answer->error != NULL)
    bridge_json_add_string (&writer, "error", answer->error);
  else
    {
      if (!bridge_stamp_is_none (answer->subject.item))
        bridge_json_add_id (&writer, answer->subject.item);
      bridge_json_add_integer (&writer, "revision", (gint64)revision);
    }
  bridge_json_end_object (&writer);
  g_string_append_c (writer.text, '\n');
}

/* Writes what is settled and stands behind nothing that is not. */
static void
write_answers (Apply *apply)
{
  Answer *answer;

  while ((answer = g_queue_peek_head (&apply->answers)) != NULL && answer->settled)
    {
      g_queue_pop_head (&apply->answers);
      write_answer (apply, answer);
      apply->failed |= answer->error != NULL;
      answer_free (answer);
    }
  bridge_ctl_output_flush (apply->output);
}

static void
settle (Answer *answer, guint64 revision, const char *error)
{
  answer->settled = TRUE;
  answer->revision = revision;
  answer->error = g_strdup (error);
}

static Answer *
take_in_flight (Apply *apply, guint64 seq)
{
  gpointer answer;

  return g_hash_table_steal_extended (apply->in_flight, &seq, NULL, &answer) ? answer : NULL;
}

/* Lines. */

static void
commit (Apply *apply, BridgeEdit *edit, Answer *answer)
{
  BridgeRefusal refusal = BRIDGE_REFUSAL_NONE;

  answer->seq = bridge_guest_commit (apply->talk.guest, edit, NULL, &refusal);
  if (answer->seq != 0)
    g_hash_table_insert (apply->in_flight, &answer->seq, answer);
  else if (refusal == BRIDGE_REFUSAL_NONE)
    settle (answer, 0, NULL);
  else
    {
      bridge_json_editor_forget (apply->editor, &answer->subject);
      settle (answer, 0, bridge_refusal_words (refusal));
    }
}

static void
compose (Apply *apply, const BridgeCtlLine *line, Answer *answer)
{
  g_autoptr (GError) error = NULL;
  BridgeEdit edit;

  bridge_guest_begin (apply->talk.guest, &edit);
  if (bridge_json_editor_compose (apply->editor, bridge_guest_board (apply->talk.guest), line->text, line->length, &edit, &answer->subject, &error))
    {
      commit (apply, &edit, answer);
      return;
    }
  bridge_edit_clear (&edit);
  settle (answer, 0, error->message);
}

static void
take_line (Apply *apply)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->line = apply->line.number;
  g_queue_push_tail (&apply->answers, answer);
  if (apply->lost != NULL)
    settle (answer, 0, apply->lost);
  else if (apply->line.text == NULL)
    settle (answer, 0, "The line is longer than 4 MiB.");
  else
    compose (apply, &apply->line, answer);
}

static void
look_for_line (Apply *apply)
{
  apply->has_line = bridge_ctl_lines_next (&apply->lines, apply->at_end, &apply->line);
}

/* The sizes of long texts that the lines have changed. */
static void
fit_texts (Apply *apply)
{
  Answer    *answer = g_new0 (Answer, 1);
  BridgeEdit edit;

  bridge_guest_begin (apply->talk.guest, &edit);
  bridge_json_editor_fit (apply->editor, bridge_guest_board (apply->talk.guest), &edit);
  commit (apply, &edit, answer);
  if (answer->settled)
    answer_free (answer);
}

/* What is wanted next: a line composed, more input, or the end. */

static gboolean on_readable (int fd, GIOCondition condition, gpointer data);
static gboolean on_compose (gpointer data);
static gboolean on_fit (gpointer data);

static gboolean
on_quiet (gpointer data)
{
  Apply *apply = data;

  apply->quiet = 0;
  bridge_ctl_talk_end (&apply->talk, BRIDGE_CTL_FAILED);
  return G_SOURCE_REMOVE;
}

static void
want (guint *source, gboolean wanted, guint (*make) (Apply *apply), Apply *apply)
{
  if (wanted && *source == 0)
    *source = make (apply);
  else if (!wanted)
    g_clear_handle_id (source, g_source_remove);
}

static guint
make_composing (Apply *apply)
{
  return g_idle_add_full (G_PRIORITY_DEFAULT, on_compose, apply, NULL);
}

static guint
make_reading (Apply *apply)
{
  return g_unix_fd_add (apply->input, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, apply);
}

/* Only when no line comes: they may write on in the same texts. */
static guint
make_fitting (Apply *apply)
{
  return g_idle_add_full (G_PRIORITY_LOW, on_fit, apply, NULL);
}

static guint
make_quiet (Apply *apply)
{
  return g_timeout_add_seconds (QUIET, on_quiet, apply);
}

static void
steer (Apply *apply)
{
  gboolean all_read = apply->at_end && !apply->has_line;
  gboolean wants_fit = apply->lost == NULL && bridge_json_editor_wants_fit (apply->editor);

  write_answers (apply);
  if (all_read && !wants_fit && g_hash_table_size (apply->in_flight) == 0)
    bridge_ctl_talk_end (&apply->talk, apply->failed || apply->lost != NULL ? BRIDGE_CTL_FAILED : BRIDGE_CTL_DONE);
  want (&apply->composing, apply->has_line && g_hash_table_size (apply->in_flight) < IN_FLIGHT_MAX, make_composing, apply);
  want (&apply->reading, !apply->has_line && !apply->at_end, make_reading, apply);
  want (&apply->fitting, wants_fit && !apply->has_line, make_fitting, apply);
  want (&apply->quiet, apply->lost != NULL && apply->reading != 0, make_quiet, apply);
}

static gboolean
on_compose (gpointer data)
{
  Apply *apply = data;
  gint64 until = g_get_monotonic_time () + SLICE;

  while (apply->has_line && g_hash_table_size (apply->in_flight) < IN_FLIGHT_MAX && g_get_monotonic_time () < until)
    {
      take_line (apply);
      look_for_line (apply);
    }
  if (apply->lost == NULL)
    bridge_session_flush (apply->talk.session, NULL);
  apply->composing = 0;
  steer (apply);
  return G_SOURCE_REMOVE;
}

static gboolean
on_fit (gpointer data)
{
  Apply *apply = data;

  fit_texts (apply);
  bridge_session_flush (apply->talk.session, NULL);
  apply->fitting = 0;
  steer (apply);
  return G_SOURCE_REMOVE;
}

static void
stop_reading (Apply *apply, const char *words)
{
  if (words != NULL)
    {
      bridge_ctl_fail (words);
      apply->failed = TRUE;
    }
  apply->at_end = TRUE;
}

static gboolean
on_readable (int fd, GIOCondition condition, gpointer data)
{
  Apply *apply = data;
  char   buffer[READ_SIZE];
  gssize length = read (fd, buffer, sizeof buffer);

  if (length > 0)
    bridge_ctl_lines_feed (&apply->lines, buffer, (gsize)length);
  else if (length == 0)
    stop_reading (apply, NULL);
  else if (errno != EINTR && errno != EAGAIN)
    {
      g_autofree char *words = g_strdup_printf ("Cannot read the edits: %s.", g_strerror (errno));

      stop_reading (apply, words);
    }
  look_for_line (apply);
  apply->reading = 0;
  g_clear_handle_id (&apply->quiet, g_source_remove);
  steer (apply);
  return G_SOURCE_REMOVE;
}

/* The room. */

static void
on_ready (gpointer data)
{
  steer (data);
}

static void
refuse (Apply *apply, Answer *answer, const char *words)
{
  bridge_json_editor_forget (apply->editor, &answer->subject);
  settle (answer, 0, words);
}

static void
on_event (gpointer data, const BridgeGuestEvent *event)
{
  Apply  *apply = data;
  Answer *answer = event->mine ? take_in_flight (apply, event->seq) : NULL;

  if (answer == NULL)
    return;
  switch (event->type)
    {
    case BRIDGE_GUEST_EDITED:
    case BRIDGE_GUEST_TAKEN:
      settle (answer, event->revision, NULL);
      break;
    case BRIDGE_GUEST_REFUSED:
      refuse (apply, answer, bridge_refusal_words ((BridgeRefusal)event->code));
      break;
    default:
      refuse (apply, answer, "It builds upon a line that the room has refused.");
    }
  if (answer->line == 0)
    answer_free (answer);
  steer (apply);
}

static gboolean
drop_in_flight (gpointer seq, gpointer answer, gpointer data)
{
  if (((Answer *)answer)->line == 0)
    answer_free (answer);
  return TRUE;
}

static void
on_over (gpointer data, const GError *error, gboolean by_host)
{
  Apply *apply = data;

  bridge_ctl_fail (error->message);
  apply->lost = g_strdup (error->message);
  g_hash_table_foreach_remove (apply->in_flight, drop_in_flight, NULL);
  for (GList *link = apply->answers.head; link != NULL; link = link->next)
    if (!((Answer *)link->data)->settled)
      settle (link->data, 0, apply->lost);
  steer (apply);
}

static void
on_output_failed (gpointer data)
{
  Apply *apply = data;

  bridge_ctl_talk_end (&apply->talk, BRIDGE_CTL_FAILED);
}

/* The command. */

static gboolean
open_input (Apply *apply, const char *file)
{
  g_autofree char *words = NULL;

  apply->input = STDIN_FILENO;
  if (file == NULL || strcmp (file, "-") == 0)
    return TRUE;
  apply->input = open (file, O_RDONLY | O_CLOEXEC);
  if (apply->input >= 0)
    return TRUE;
  words = g_strdup_printf ("Cannot open “%s”: %s.", file, g_strerror (errno));
  bridge_ctl_fail (words);
  return FALSE;
}

static int
apply_lines (const char *link, const char *name, const char *file)
{
  static const BridgeCtlHandlers handlers = { .ready = on_ready, .event = on_event, .over = on_over };
  Apply                          apply = { .answers = G_QUEUE_INIT };
  int                            status;

  if (!open_input (&apply, file))
    return BRIDGE_CTL_FAILED;
  apply.output = bridge_ctl_output_new (on_output_failed, &apply);
  apply.editor = bridge_json_editor_new ();
  apply.in_flight = g_hash_table_new (g_int64_hash, g_int64_equal);
  bridge_ctl_lines_init (&apply.lines, BRIDGE_JSON_LINE_MAX);
  status = bridge_ctl_talk_run (&apply.talk, link, name, &handlers, &apply);
  if (!bridge_ctl_output_finish (apply.output))
    status = BRIDGE_CTL_FAILED;
  g_clear_handle_id (&apply.composing, g_source_remove);
  g_clear_handle_id (&apply.reading, g_source_remove);
  g_clear_handle_id (&apply.fitting, g_source_remove);
  g_clear_handle_id (&apply.quiet, g_source_remove);
  g_hash_table_foreach_remove (apply.in_flight, drop_in_flight, NULL);
  g_queue_clear_full (&apply.answers, (GDestroyNotify)answer_free);
  g_hash_table_unref (apply.in_flight);
  bridge_ctl_lines_clear (&apply.lines);
  bridge_json_editor_free (apply.editor);
  bridge_ctl_output_free (apply.output);
  g_free (apply.lost);
  if (apply.input != STDIN_FILENO)
    close (apply.input);
  return status;
}

static int
run (const BridgeCtlCommand *command, int argc, char **argv)
{
  g_autofree char *name = NULL;
  g_auto (GStrv) arguments = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, NULL, NULL },
    { NULL },
  };
  int status;

  if (!bridge_ctl_parse (command, entries, argc, argv, 1, 2, &arguments, &status))
    return status;
  return apply_lines (arguments[0], name, arguments[1]);
}

const BridgeCtlCommand bridge_ctl_apply = {
  .name = "apply",
  .summary = "edits a board, one line of JSON an edit",
  .help =
      "NAME\n"
      "  drawbridgectl apply - edit a board\n"
      "\n"
      "SYNOPSIS\n"
      "  drawbridgectl apply [--name NAME] LINK [FILE]\n"
      "\n"
      "DESCRIPTION\n"
      "  Joins, waits until the board is complete, then takes an edit a line, JSON, from\n"
      "  FILE or stdin. Blank lines are skipped. Each line is answered by one, in order:\n"
      "    {\"ok\":true,\"line\":N,\"id\":\"...\",\"revision\":R}   the room has taken it\n"
      "    {\"ok\":false,\"line\":N,\"error\":\"...\"}            it has not; the rest goes on\n"
      "  \"id\" is there where the edit is about an item. Lines are sent as they come. When\n"
      "  the connection is lost for good, the lines left are answered \"ok\":false.\n"
      "\n"
      "  create   kind; properties; points; precision; as\n"
      "           points for stroke, highlighter, line and arrow: [x, y] or [x, y, pressure],\n"
      "           pressure from 0 to 1, 1 unless given. They are board coordinates where x\n"
      "           and y are not given, else relative to these. width and height scale them.\n"
      "           precision: points are kept in steps of 2^-precision px, 0 to 15, 3 unless\n"
      "           given. as: a name, by which later lines of this run call the item,\n"
      "           \"id\":\"@name\". What export wrote for an item can be taken as it stands:\n"
      "           its id and author are read over.\n"
      "  set      id; properties. x and y are the top left of the unrotated box. text becomes\n"
      "           the smallest change that leads there.\n"
      "  append   id; points, board coordinates, to what this run has created\n"
      "  text     id; at; delete (0); insert (\"\"): in characters, counted from 0\n"
      "  delete, restore, front, back\n"
      "           id\n"
      "  say      text: a chat message\n"
      "\n"
      "  The key \"op\" says which. Kinds: stroke, highlighter, rectangle, ellipse, diamond,\n"
      "  line, arrow, text, note.\n"
      "\n"
      "  x, y           px, y down; 0\n"
      "  width, height  px; 0, of a note 200, of a text what it measures\n"
      "  rotation       degrees clockwise about the box's centre; 0\n"
      "  color, fill    #rrggbb or #rrggbbaa, fill also null; #241f31, null\n"
      "  size           width of strokes and outlines, 0.25 to 256 px; 3\n"
      "  dash           solid, dashed, dotted; solid\n"
      "  opacity        0 to 1; 1\n"
      "  font_size      1 to 1000 px; 20\n"
      "  text           \"\"\n"
      "  locked         true or false; false. Of a locked item only this can be set.\n"
      "\n"
      "  A key, kind or value that is not known is an error of its line, as are lines over\n"
      "  4 MiB and JSON nested deeper than 32 levels.\n"
      "\n"
      "OPTIONS\n" BRIDGE_CTL_HELP_NAME BRIDGE_CTL_HELP_OPTION
      "\n"
      "EXIT STATUS\n"
      "  0  every line was taken\n"
      "  1  some line was not, or the room could not be joined\n"
      "  2  wrong usage\n"
      "\n"
      "EXAMPLES\n"
      "  echo '{\"op\":\"create\",\"kind\":\"note\",\"x\":40,\"y\":40,\"text\":\"Hello\"}' |\n"
      "    drawbridgectl apply LINK\n"
      "  drawbridgectl export LINK --format json |\n"
      "    jq -c '.items[] | {op: \"create\"} + .' | drawbridgectl apply OTHER_LINK\n",
  .run = run,
};
