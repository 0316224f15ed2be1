/* A replica for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/doc/replica.h"

#include "core/doc/board-private.h"

#include <string.h>

void
replica_init (Replica *self, uint64_t site)
{
  *self = (Replica){ .board = bridge_board_new (site), .undo = bridge_undo_new (), .site = site };
  bridge_edit_init (&self->edit, site, 1);
  bridge_changes_init (&self->changes);
}

void
replica_clear (Replica *self)
{
  bridge_board_free (self->board);
  bridge_undo_free (self->undo);
  bridge_edit_clear (&self->edit);
  bridge_changes_clear (&self->changes);
}

BridgeEdit *
replica_begin (Replica *self)
{
  bridge_edit_clear (&self->edit);
  bridge_edit_init (&self->edit, self->site, bridge_board_clock (self->board));
  self->edit.seq = ++self->seq;
  return &self->edit;
}

void
replica_apply (Replica *self, const BridgeEdit *edit, uint64_t revision)
{
  bridge_changes_clear (&self->changes);
  g_assert_cmpint (bridge_board_apply (self->board, edit, revision, &self->changes), ==, BRIDGE_STATUS_OK);
}

void
replica_commit (Replica *self)
{
  g_assert_cmpint (bridge_board_judge (self->board, &self->edit), ==, BRIDGE_REFUSAL_NONE);
  bridge_undo_record (self->undo, self->board, &self->edit);
  replica_apply (self, &self->edit, 0);
}

static void
finish_reversal (Replica *self)
{
  g_assert_cmpint (bridge_board_judge (self->board, &self->edit), ==, BRIDGE_REFUSAL_NONE);
  replica_apply (self, &self->edit, 0);
}

void
replica_undo (Replica *self)
{
  if (bridge_undo_undo (self->undo, self->board, replica_begin (self)))
    finish_reversal (self);
}

void
replica_redo (Replica *self)
{
  if (bridge_undo_redo (self->undo, self->board, replica_begin (self)))
    finish_reversal (self);
}

void
replica_receive (Replica *self, const Replica *other)
{
  replica_apply (self, &other->edit, 0);
}

BridgeStamp
replica_draw_box (Replica *self, double x, double y, double width, double height)
{
  BridgeStamp id = bridge_compose_item (replica_begin (self), self->board, BRIDGE_KIND_RECTANGLE,
                                        (BridgeRect){ x, y, width, height });

  replica_commit (self);
  return id;
}

BridgeStamp
replica_draw_stroke (Replica *self, const BridgeInkPoint *points, size_t n_points)
{
  BridgeStamp id = bridge_compose_ink (replica_begin (self), self->board, BRIDGE_KIND_STROKE, 3, points, n_points);

  replica_commit (self);
  return id;
}

BridgeStamp
replica_say (Replica *self, const char *text)
{
  BridgeStamp id = bridge_edit_say (replica_begin (self), text, strlen (text), 1000);

  replica_commit (self);
  return id;
}

void
replica_set (Replica *self, BridgeStamp item, uint32_t property, BridgeValue value)
{
  bridge_edit_set (replica_begin (self), item, property, value);
  replica_commit (self);
}

void
replica_delete (Replica *self, BridgeStamp item)
{
  bridge_compose_delete (replica_begin (self), item);
  replica_commit (self);
}

void
replica_type (Replica *self, BridgeStamp item, size_t at, size_t n_delete, const char *insert)
{
  BridgeStatus status = bridge_compose_text (replica_begin (self), replica_item (self, item), at, n_delete, insert,
                                             strlen (insert));

  g_assert_cmpint (status, ==, BRIDGE_STATUS_OK);
  replica_commit (self);
}

const BridgeItem *
replica_item (const Replica *self, BridgeStamp id)
{
  const BridgeItem *item = bridge_board_item (self->board, id);

  g_assert_nonnull (item);
  return item;
}

char *
replica_text (const Replica *self, BridgeStamp id)
{
  const BridgeItem *item = replica_item (self, id);
  BridgeBytes       bytes = { 0 };
  char             *text;

  if (item->text != NULL)
    bridge_text_put_utf8 (item->text, &bytes);
  text = bytes.length > 0 ? g_strndup ((const char *)bytes.data, bytes.length) : g_strdup ("");
  bridge_bytes_clear (&bytes);
  return text;
}

void
replica_assert_text (const Replica *self, BridgeStamp id, const char *expected)
{
  g_autofree char *text = replica_text (self, id);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_same_text (const Replica *a, const Replica *b, BridgeStamp id)
{
  g_autofree char *text = replica_text (a, id);

  replica_assert_text (b, id, text);
}

static size_t
sum_sizes (const BridgeBoard *board)
{
  size_t         size = 0;
  BridgeMapEntry entry;

  for (size_t cursor = 0; bridge_map_next (&board->items, &cursor, &entry);)
    size += bridge_item_size (entry.value);
  for (size_t i = 0; i < board->n_lines; i++)
    size += sizeof *board->lines[i] + board->lines[i]->length;
  return size - sizeof (BridgeItem); /* the board's own, which is always there */
}

void
replica_assert_sound (const Replica *self)
{
  g_assert_cmpuint (bridge_board_size (self->board), ==, sum_sizes (self->board));
  for (size_t i = 0; i < bridge_board_n_visible (self->board); i++)
    {
      const BridgeItem *item = bridge_board_visible (self->board, i);
      BridgeRect        bounds = bridge_item_bounds (item);

      g_assert_false (bridge_item_is_deleted (item));
      g_assert_cmpuint (bridge_board_z (self->board, item), ==, i);
      g_assert_cmpmem (&item->indexed, sizeof bounds, &bounds, sizeof bounds);
    }
  for (const BridgeItem *item = bridge_board_newest (self->board); item != NULL; item = item->older)
    g_assert_true (item->older == NULL || (item->older->newer == item && item->older->revision <= item->revision));
}

void
replica_assert_same (const Replica *a, const Replica *b)
{
  uint8_t digest_a[BRIDGE_DIGEST_SIZE], digest_b[BRIDGE_DIGEST_SIZE];

  g_assert_cmpuint (bridge_board_n_visible (a->board), ==, bridge_board_n_visible (b->board));
  for (size_t i = 0; i < bridge_board_n_visible (a->board); i++)
    {
      BridgeStamp id = bridge_board_visible (a->board, i)->id;

      g_assert_true (bridge_stamp_equal (id, bridge_board_visible (b->board, i)->id));
      assert_same_text (a, b, id);
    }
  g_assert_cmpuint (bridge_board_n_lines (a->board), ==, bridge_board_n_lines (b->board));
  for (size_t i = 0; i < bridge_board_n_lines (a->board); i++)
    g_assert_cmpstr (bridge_board_line (a->board, i)->text, ==, bridge_board_line (b->board, i)->text);
  g_assert_cmpstr (bridge_board_title (a->board), ==, bridge_board_title (b->board));
  bridge_board_digest (a->board, digest_a);
  bridge_board_digest (b->board, digest_b);
  g_assert_cmpmem (digest_a, sizeof digest_a, digest_b, sizeof digest_b);
}

uint64_t
test_seed (void)
{
  const char *given = g_getenv ("DRAWBRIDGE_SEED");
  uint64_t    seed = given != NULL ? g_ascii_strtoull (given, NULL, 0) : (uint64_t)g_get_real_time ();

  g_test_message ("DRAWBRIDGE_SEED=%" G_GUINT64_FORMAT, (guint64)seed);
  return seed;
}
