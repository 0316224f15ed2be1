/* The test vectors of FORMAT.md, read from that document: what is encoded must be these bytes, and these bytes must decode.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/doc/schema.h"
#include "core/frame/deflate.h"
#include "core/frame/edit/state.h"

#include <glib.h>

#define ANN G_GUINT64_CONSTANT (0x1111111111111111)
#define BOB G_GUINT64_CONSTANT (0x2222222222222222)

/* Appends the message that the document describes. */
typedef void (*Make) (BridgeBytes *out);
/* Decodes the message and appends what it encodes to again. */
typedef void (*Remake) (const BridgeBytes *in, BridgeBytes *out);

static void
make_hello (BridgeBytes *out)
{
  BridgeWireHello hello = {
    .version = 1, .token = "0123456789abcdefghijkl", .n_token = 22, .site = ANN, .name = "Ann", .n_name = 3, .color = 0xe01b24ff, .epoch = 0x77, .revision = 300, .seq = 4
  };
  for (guint i = 0; i < sizeof hello.secret; i++)
    hello.secret[i] = i;
  bridge_wire_put_hello (out, &hello);
}

static void
remake_hello (const BridgeBytes *in, BridgeBytes *out)
{
  BridgeWireHello hello;
  g_assert_cmpint (bridge_wire_get_hello (in->data, in->length, &hello), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_hello (out, &hello);
}

static void
make_welcome (BridgeBytes *out)
{
  bridge_wire_put_welcome (out, &(BridgeWireWelcome){ 7, "Zoë", 4 });
}

static void
remake_welcome (const BridgeBytes *in, BridgeBytes *out)
{
  BridgeWireWelcome welcome;
  g_assert_cmpint (bridge_wire_get_welcome (in->data, in->length, &welcome), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_welcome (out, &welcome);
}

static void
make_head (BridgeBytes *out)
{
  BridgeWireRefusal refusals[] = { { 5, BRIDGE_REFUSAL_LOCKED } };
  bridge_wire_put_head (out, &(BridgeWireHead){ 0x77, 310, 300, 9, 6, refusals, 1 });
}

static void
remake_head (const BridgeBytes *in, BridgeBytes *out)
{
  BridgeWireHead head;
  g_assert_cmpint (bridge_wire_get_head (in->data, in->length, &head), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_head (out, &head);
  bridge_free (head.refusals);
}

static void
make_ready (BridgeBytes *out)
{
  bridge_wire_put_ready (out);
}

static void
remake_ready (const BridgeBytes *in, BridgeBytes *out)
{
  g_assert_cmpint (bridge_wire_get_ready (in->data, in->length), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_ready (out);
}

static void
make_goodbye (BridgeBytes *out)
{
  bridge_wire_put_goodbye (out, BRIDGE_GOODBYE_FULL, "full");
}

static void
remake_goodbye (const BridgeBytes *in, BridgeBytes *out)
{
  int              code;
  const char      *words;
  gsize            n_words;
  g_autofree char *copy = NULL;

  g_assert_cmpint (bridge_wire_get_goodbye (in->data, in->length, &code, &words, &n_words), ==, BRIDGE_STATUS_OK);
  copy = g_strndup (words, n_words);
  bridge_wire_put_goodbye (out, code, copy);
}

static void
make_people (BridgeBytes *out)
{
  BridgeWirePerson people[] = { { 7, BRIDGE_PERSON_HERE, ANN, 0xe01b24ff, "Ann", 3 }, { 3, BRIDGE_PERSON_LEFT, BOB, 0x3584e4ff, "Bob", 3 } };
  bridge_wire_put_people (out, people, G_N_ELEMENTS (people));
}

static void
remake_people (const BridgeBytes *in, BridgeBytes *out)
{
  BridgeWirePerson *people;
  gsize             n_people;

  g_assert_cmpint (bridge_wire_get_people (in->data, in->length, &people, &n_people), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_people (out, people, n_people);
  bridge_free (people);
}

static BridgeStamp selection[] = { { 100, ANN }, { 98, ANN }, { 40, BOB } };

static const BridgePresence presence = {
  .flags = BRIDGE_PRESENCE_CURSOR | BRIDGE_PRESENCE_SELECTION | BRIDGE_PRESENCE_VIEW,
  .cursor = { 12.5, -3.125 },
  .view = { -10, 20, 1280, 720 },
  .items = selection,
  .n_items = G_N_ELEMENTS (selection),
};

static void
make_presence (BridgeBytes *out)
{
  bridge_wire_put_presence (out, &presence);
}

static void
remake_presence (const BridgeBytes *in, BridgeBytes *out)
{
  BridgePresence got;
  g_assert_cmpint (bridge_wire_get_presence (in->data, in->length, &got), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_presence (out, &got);
  bridge_presence_clear (&got);
}

static void
make_presences (BridgeBytes *out)
{
  BridgePresence gone = { 0 }, cursor = { .flags = BRIDGE_PRESENCE_CURSOR, .cursor = { 1, 2 } };

  bridge_wire_begin_presences (out);
  bridge_wire_add_presence (out, 7, &cursor);
  bridge_wire_add_presence (out, 300, &gone);
}

static void
remake_presences (const BridgeBytes *in, BridgeBytes *out)
{
  gsize          offset = 0;
  bool           more = true;
  guint32        person;
  BridgePresence got;

  bridge_wire_begin_presences (out);
  while (more)
    {
      g_assert_cmpint (bridge_wire_next_presence (in->data, in->length, &offset, &more, &person, &got), ==, BRIDGE_STATUS_OK);
      if (!more)
        return;
      bridge_wire_add_presence (out, person, &got);
      bridge_presence_clear (&got);
    }
}

/* One small history, entry by entry. */

static const BridgeStep steps[] = { { 0, 0, 100 }, { 5, -2, 104 }, { 11, -5, 107 }, { 17, -9, 107 }, { 24, -13, 106 } };

static void
edit_stroke (BridgeEdit *edit)
{
  BridgeValue order = bridge_value_bytes ("\x80", 1);
  BridgeStamp item;

  bridge_edit_init (edit, ANN, 100);
  edit->seq = 1;
  item = bridge_edit_create (edit, BRIDGE_KIND_STROKE, 3);
  bridge_edit_set (edit, item, BRIDGE_PROPERTY_X, bridge_value_number (12.5));
  bridge_edit_set (edit, item, BRIDGE_PROPERTY_Y, bridge_value_number (-0.3));
  bridge_edit_set (edit, item, BRIDGE_PROPERTY_COLOR, bridge_value_integer (0xe01b24ff));
  bridge_edit_set (edit, item, BRIDGE_PROPERTY_ORDER, order);
  bridge_edit_append (edit, item, 0, steps, 3);
  bridge_value_clear (&order);
}

static void
edit_append (BridgeEdit *edit)
{
  bridge_edit_init (edit, ANN, 105);
  edit->seq = 2;
  bridge_edit_append (edit, (BridgeStamp){ 100, ANN }, 3, steps + 3, 2);
}

static void
edit_note (BridgeEdit *edit)
{
  static const guint32 text[] = { 'H', 0xe9 };
  BridgeStamp          item;

  bridge_edit_init (edit, BOB, 120);
  edit->seq = 1;
  bridge_edit_set (edit, (BridgeStamp){ 100, ANN }, BRIDGE_PROPERTY_DELETED, bridge_value_boolean (true));
  item = bridge_edit_create (edit, BRIDGE_KIND_NOTE, 0);
  bridge_edit_insert (edit, item, (BridgeTextPlace){ .side = BRIDGE_SIDE_RIGHT }, text, 2);
  bridge_edit_author (edit, "Bob", 3, 0x3584e4ff);
}

static void
edit_text (BridgeEdit *edit)
{
  static const guint32  text[] = { '!' };
  const BridgeStamp     item = { 121, BOB };
  const BridgeTextRange one = { { 122, BOB }, 1 }, two[] = { { { 123, BOB }, 1 }, { { 130, ANN }, 1 } };

  bridge_edit_init (edit, ANN, 130);
  edit->seq = 4;
  bridge_edit_insert (edit, item, (BridgeTextPlace){ { 123, BOB }, BRIDGE_SIDE_RIGHT }, text, 1);
  bridge_edit_insert (edit, item, (BridgeTextPlace){ { 130, ANN }, BRIDGE_SIDE_RIGHT }, text, 1);
  bridge_edit_remove (edit, item, &one, 1);
  bridge_edit_remove (edit, item, two, 2);
}

static void
edit_say (BridgeEdit *edit)
{
  bridge_edit_init (edit, BOB, 140);
  edit->seq = 2;
  bridge_edit_say (edit, "Hi", 2, G_GINT64_CONSTANT (1700000000000));
}

static void (*const history[]) (BridgeEdit *) = { edit_stroke, edit_append, edit_note, NULL, edit_text, edit_say };

/* The log's context before entry n. */
static void
replay (BridgeContext *log, guint n)
{
  BridgeBytes ignored = { 0 };
  BridgeEdit  edit;

  for (guint i = 0; i < n; i++)
    {
      if (history[i] == NULL)
        {
          bridge_wire_put_refused (&ignored, log, ANN, BRIDGE_REFUSAL_LOCKED);
          continue;
        }
      history[i](&edit);
      bridge_wire_put_commit (&ignored, log, &edit);
      bridge_edit_clear (&edit);
    }
  bridge_bytes_clear (&ignored);
}

static void
make_commit (guint n, BridgeBytes *out)
{
  BridgeContext log = { 0 };
  BridgeEdit    edit;

  replay (&log, n);
  history[n](&edit);
  bridge_wire_put_commit (out, &log, &edit);
  bridge_edit_clear (&edit);
  bridge_context_clear (&log);
}

static void
remake_commit (guint n, const BridgeBytes *in, BridgeBytes *out)
{
  BridgeContext log = { 0 }, again = { 0 };
  BridgeEdit    edit;

  replay (&log, n);
  replay (&again, n);
  g_assert_cmpint (bridge_wire_get_commit (in->data, in->length, &log, &edit), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_commit (out, &again, &edit);
  bridge_edit_clear (&edit);
  bridge_context_clear (&log);
  bridge_context_clear (&again);
}

#define COMMIT_VECTOR(name, n)                                \
  static void make_##name (BridgeBytes *out)                  \
  {                                                           \
    make_commit (n, out);                                     \
  }                                                           \
  static void                                                 \
      remake_##name (const BridgeBytes *in, BridgeBytes *out) \
  {                                                           \
    remake_commit (n, in, out);                               \
  }

COMMIT_VECTOR (commit_stroke, 0)
COMMIT_VECTOR (commit_append, 1)
COMMIT_VECTOR (commit_note, 2)
COMMIT_VECTOR (commit_text, 4)
COMMIT_VECTOR (commit_say, 5)

static void
make_refused (BridgeBytes *out)
{
  BridgeContext log = { 0 };

  replay (&log, 3);
  bridge_wire_put_refused (out, &log, ANN, BRIDGE_REFUSAL_LOCKED);
  bridge_context_clear (&log);
}

static void
remake_refused (const BridgeBytes *in, BridgeBytes *out)
{
  BridgeContext log = { 0 }, again = { 0 };
  guint64       site, seq;
  guint8        code;

  replay (&log, 3);
  replay (&again, 3);
  g_assert_cmpint (bridge_wire_get_refused (in->data, in->length, &log, &site, &seq, &code), ==, BRIDGE_STATUS_OK);
  g_assert_cmpuint (seq, ==, 3);
  bridge_wire_put_refused (out, &again, site, code);
  bridge_context_clear (&log);
  bridge_context_clear (&again);
}

/* Ann's edits as she sends them on a new connection, the second after the first. */
static void
make_edit (BridgeBytes *out)
{
  BridgeAuthorContext up = { .site = ANN };
  BridgeContext       log = { 0 };
  BridgeBytes         first = { 0 };
  BridgeEdit          edit;

  edit_stroke (&edit);
  bridge_wire_put_edit (&first, &up, &log, &edit);
  bridge_edit_clear (&edit);
  edit_append (&edit);
  bridge_wire_put_edit (out, &up, &log, &edit);
  bridge_edit_clear (&edit);
  bridge_bytes_clear (&first);
}

static void
remake_edit (const BridgeBytes *in, BridgeBytes *out)
{
  BridgeAuthorContext up = { .site = ANN }, again;
  BridgeContext       log = { 0 };
  BridgeBytes         first = { 0 };
  BridgeEdit          edit;

  edit_stroke (&edit);
  bridge_wire_put_edit (&first, &up, &log, &edit);
  bridge_edit_clear (&edit);
  again = up;
  g_assert_cmpint (bridge_wire_get_edit (in->data, in->length, &up, &log, &edit), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_edit (out, &again, &log, &edit);
  bridge_edit_clear (&edit);
  bridge_bytes_clear (&first);
}

/* State: the stroke after both of Ann's edits and Bob's note, a chat line, and Ann. The document gives the block as it is
 * before compression, since compressors differ, inside a frame that stores it. */

static void
set_registers (BridgeItem *item, const BridgeEdit *edit)
{
  guint64 lamport = edit->lamport;

  for (gsize i = 0; i < edit->n_ops; i++)
    {
      if (edit->ops[i].type == BRIDGE_OP_SET)
        bridge_item_set (item, edit->ops[i].set.property, (BridgeStamp){ lamport, edit->site }, &edit->ops[i].set.value);
      lamport += bridge_op_span (&edit->ops[i]);
    }
}

static BridgeItem *
item_stroke (void)
{
  BridgeItem *item = bridge_item_new ((BridgeStamp){ 100, ANN }, BRIDGE_KIND_STROKE);
  BridgeValue deleted = bridge_value_boolean (true);
  BridgeEdit  edit;

  edit_stroke (&edit);
  set_registers (item, &edit);
  bridge_edit_clear (&edit);
  bridge_item_set (item, BRIDGE_PROPERTY_DELETED, (BridgeStamp){ 120, BOB }, &deleted);
  item->points.precision = 3;
  bridge_item_append (item, steps, G_N_ELEMENTS (steps));
  item->revision = 3;
  return item;
}

static BridgeItem *
item_note (void)
{
  static const guint32 text[] = { 'H', 0xe9, '!' };
  BridgeItem          *item = bridge_item_new ((BridgeStamp){ 121, BOB }, BRIDGE_KIND_NOTE);
  bool                 changed;

  item->text = bridge_text_new ();
  g_assert_cmpint (bridge_text_insert (item->text, (BridgeStamp){ 122, BOB }, (BridgeTextPlace){ .side = BRIDGE_SIDE_RIGHT }, text, 2, &changed), ==, BRIDGE_STATUS_OK);
  g_assert_cmpint (bridge_text_insert (item->text, (BridgeStamp){ 130, ANN }, (BridgeTextPlace){ { 123, BOB }, BRIDGE_SIDE_RIGHT }, text + 2, 1, &changed), ==, BRIDGE_STATUS_OK);
  g_assert_cmpint (bridge_text_remove (item->text, (BridgeTextRange){ { 122, BOB }, 2 }, &changed), ==, BRIDGE_STATUS_OK);
  item->revision = 5;
  return item;
}

static void
put_state (BridgeBytes *frame)
{
  static char         hi[] = "Hi", name[] = "Ann";
  BridgeStateWriter  *writer = bridge_state_writer_new ();
  BridgeItem         *stroke = item_stroke (), *note = item_note ();
  BridgeChatLine      line = { { 140, BOB }, 6, G_GINT64_CONSTANT (1700000000000), hi, 2 };
  BridgeAuthor        ann = { ANN, 4, 132, { 90, ANN }, name, 0xe01b24ff, 2 };
  BridgeAuthorContext place = { ANN, 4, 132, 100, 5, { 24, 17 }, { -13, -9 }, 106 };

  bridge_state_writer_add_item (writer, stroke);
  bridge_state_writer_add_item (writer, note);
  bridge_state_writer_add_line (writer, &line);
  bridge_state_writer_add_author (writer, &ann, 0, &place);
  g_assert_true (bridge_state_writer_finish_block (writer, frame));
  g_assert_false (bridge_state_writer_finish_block (writer, frame));
  bridge_item_free (stroke);
  bridge_item_free (note);
  bridge_state_writer_free (writer);
}

/* The same block in a frame that stores it: type, size, one stored block of RFC 1951. */
static void
put_stored (BridgeBytes *out, const BridgeBytes *frame)
{
  BridgeBytes  block = { 0 };
  BridgeReader reader;

  bridge_reader_init (&reader, frame->data, frame->length);
  bridge_reader_u8 (&reader);
  bridge_reader_varint (&reader);
  g_assert_cmpint (bridge_inflate (&block, frame->data + reader.offset, frame->length - reader.offset, 65535), ==, BRIDGE_STATUS_OK);
  bridge_bytes_put_u8 (out, BRIDGE_WIRE_STATE);
  bridge_bytes_put_varint (out, block.length);
  bridge_bytes_put (out, (guint8[]){ 1, block.length & 0xff, block.length >> 8, ~block.length & 0xff, ~block.length >> 8 & 0xff }, 5);
  bridge_bytes_put (out, block.data, block.length);
  bridge_bytes_clear (&block);
}

static void
make_state (BridgeBytes *out)
{
  BridgeBytes frame = { 0 };

  put_state (&frame);
  put_stored (out, &frame);
  bridge_bytes_clear (&frame);
}

static void
put_record (BridgeStateWriter *writer, const BridgeStateRecord *record)
{
  if (record->type == BRIDGE_STATE_ITEM)
    bridge_state_writer_add_item (writer, record->item);
  else if (record->type == BRIDGE_STATE_LINE)
    bridge_state_writer_add_line (writer, &record->line);
  else
    bridge_state_writer_add_author (writer, &record->author, record->index, &record->context);
}

static void
remake_state (const BridgeBytes *in, BridgeBytes *out)
{
  BridgeStateReader *reader = bridge_state_reader_new ();
  BridgeStateWriter *writer = bridge_state_writer_new ();
  BridgeStateRecord  record;
  BridgeBytes        frame = { 0 };
  bool               more = true;

  g_assert_cmpint (bridge_state_reader_feed (reader, in->data, in->length), ==, BRIDGE_STATUS_OK);
  while (more)
    {
      g_assert_cmpint (bridge_state_reader_next (reader, &record, &more), ==, BRIDGE_STATUS_OK);
      if (more)
        put_record (writer, &record);
    }
  g_assert_true (bridge_state_writer_finish_block (writer, &frame));
  put_stored (out, &frame);
  bridge_bytes_clear (&frame);
  bridge_state_reader_free (reader);
  bridge_state_writer_free (writer);
}

static const struct
{
  const char *name;
  Make        make;
  Remake      remake;
} vectors[] = {
  { "hello", make_hello, remake_hello },
  { "welcome", make_welcome, remake_welcome },
  { "head", make_head, remake_head },
  { "ready", make_ready, remake_ready },
  { "goodbye", make_goodbye, remake_goodbye },
  { "people", make_people, remake_people },
  { "presence", make_presence, remake_presence },
  { "presences", make_presences, remake_presences },
  { "edit", make_edit, remake_edit },
  { "commit-stroke", make_commit_stroke, remake_commit_stroke },
  { "commit-append", make_commit_append, remake_commit_append },
  { "commit-note", make_commit_note, remake_commit_note },
  { "refused", make_refused, remake_refused },
  { "commit-text", make_commit_text, remake_commit_text },
  { "commit-say", make_commit_say, remake_commit_say },
  { "state", make_state, remake_state },
};

/* The hexadecimal bytes of a line, up to where its explanation begins. */
static void
put_line (BridgeBytes *out, const char *line)
{
  for (; g_ascii_isxdigit (line[0]) && g_ascii_isxdigit (line[1]); line += line[2] == ' ' ? 3 : 2)
    bridge_bytes_put_u8 (out, g_ascii_xdigit_value (line[0]) << 4 | g_ascii_xdigit_value (line[1]));
}

static gboolean
find_vector (char **lines, const char *name, BridgeBytes *out)
{
  g_autofree char *start = g_strconcat ("```vector ", name, NULL);

  while (*lines != NULL && strcmp (*lines, start) != 0)
    lines++;
  if (*lines == NULL)
    return FALSE;
  for (lines++; *lines != NULL && strcmp (*lines, "```") != 0; lines++)
    put_line (out, *lines);
  return TRUE;
}

static char **
read_document (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (FORMAT_PATH, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (text, "\n", -1);
}

static void
test_vectors (void)
{
  g_auto (GStrv) lines = read_document ();

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      BridgeBytes written = { 0 }, made = { 0 }, remade = { 0 };
      GString    *hex = g_string_new (NULL);

      vectors[i].make (&made);
      for (gsize n = 0; n < made.length; n++)
        g_string_append_printf (hex, "%02x ", made.data[n]);
      g_test_message ("%s: %s", vectors[i].name, hex->str);
      g_string_free (hex, TRUE);
      g_assert_true (find_vector (lines, vectors[i].name, &written));
      g_assert_cmpmem (made.data, made.length, written.data, written.length);
      vectors[i].remake (&written, &remade);
      g_assert_cmpmem (remade.data, remade.length, written.data, written.length);
      bridge_bytes_clear (&written);
      bridge_bytes_clear (&made);
      bridge_bytes_clear (&remade);
    }
}

/* Every vector of the document is one that is tested. */
static void
test_all_used (void)
{
  g_auto (GStrv) lines = read_document ();

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "```vector "))
      {
        gboolean is_used = FALSE;

        for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
          is_used |= strcmp (*line + strlen ("```vector "), vectors[i].name) == 0;
        g_test_message ("%s", *line);
        g_assert_true (is_used);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/edit/vectors/bytes", test_vectors);
  g_test_add_func ("/core/frame/edit/vectors/all-used", test_all_used);
  return g_test_run ();
}
