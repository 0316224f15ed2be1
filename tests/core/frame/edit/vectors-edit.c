/* The vectors of edits and the log: one small history.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vectors.h"

#include "core/doc/schema.h"

/* One small history, entry by entry. */

const BridgeStep vector_steps[VECTOR_STEPS] = { { 0, 0, 100 }, { 5, -2, 104 }, { 11, -5, 107 }, { 17, -9, 107 }, { 24, -13, 106 } };

void
vector_edit_stroke (BridgeEdit *edit)
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
  bridge_edit_append (edit, item, 0, vector_steps, 3);
  bridge_value_clear (&order);
}

static void
edit_append (BridgeEdit *edit)
{
  bridge_edit_init (edit, ANN, 105);
  edit->seq = 2;
  bridge_edit_append (edit, (BridgeStamp){ 100, ANN }, 3, vector_steps + 3, 2);
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

static void (*const history[]) (BridgeEdit *) = { vector_edit_stroke, edit_append, edit_note, NULL, edit_text, edit_say };

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
  void make_##name (BridgeBytes *out)                         \
  {                                                           \
    make_commit (n, out);                                     \
  }                                                           \
  void                                                        \
      remake_##name (const BridgeBytes *in, BridgeBytes *out) \
  {                                                           \
    remake_commit (n, in, out);                               \
  }

COMMIT_VECTOR (commit_stroke, 0)
COMMIT_VECTOR (commit_append, 1)
COMMIT_VECTOR (commit_note, 2)
COMMIT_VECTOR (commit_text, 4)
COMMIT_VECTOR (commit_say, 5)

void
make_refused (BridgeBytes *out)
{
  BridgeContext log = { 0 };

  replay (&log, 3);
  bridge_wire_put_refused (out, &log, ANN, BRIDGE_REFUSAL_LOCKED);
  bridge_context_clear (&log);
}

void
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
void
make_edit (BridgeBytes *out)
{
  BridgeAuthorContext up = { .site = ANN };
  BridgeContext       log = { 0 };
  BridgeBytes         first = { 0 };
  BridgeEdit          edit;

  vector_edit_stroke (&edit);
  bridge_wire_put_edit (&first, &up, &log, &edit);
  bridge_edit_clear (&edit);
  edit_append (&edit);
  bridge_wire_put_edit (out, &up, &log, &edit);
  bridge_edit_clear (&edit);
  bridge_bytes_clear (&first);
}

void
remake_edit (const BridgeBytes *in, BridgeBytes *out)
{
  BridgeAuthorContext up = { .site = ANN }, again;
  BridgeContext       log = { 0 };
  BridgeBytes         first = { 0 };
  BridgeEdit          edit;

  vector_edit_stroke (&edit);
  bridge_wire_put_edit (&first, &up, &log, &edit);
  bridge_edit_clear (&edit);
  again = up;
  g_assert_cmpint (bridge_wire_get_edit (in->data, in->length, &up, &log, &edit), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_edit (out, &again, &log, &edit);
  bridge_edit_clear (&edit);
  bridge_bytes_clear (&first);
}
