/* The guest: its life, its connection, its edits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sync/guest-private.h"

#include "core/base/memory.h"
#include "core/base/utf8.h"
#include "core/doc/limits.h"

#include <assert.h>
#include <string.h>

static char *
copy_name (const char *name)
{
  return bridge_guest_copy_text (name, bridge_utf8_cut (name, strlen (name), BRIDGE_NAME_BYTES_MAX));
}

BridgeGuest *
bridge_guest_new (const BridgeGuestOptions *options)
{
  BridgeGuest *guest = bridge_new0 (BridgeGuest, 1);

  assert (options->site != 0);
  guest->site = options->site;
  memcpy (guest->secret, options->secret, sizeof guest->secret);
  guest->name = copy_name (options->name);
  guest->color = options->color;
  guest->seed = options->seed;
  guest->board = bridge_board_new (options->seed);
  guest->shadow = bridge_board_new (options->seed);
  guest->nothing = bridge_board_new (options->seed);
  guest->undo = bridge_undo_new ();
  bridge_map_init (&guest->parts, options->seed);
  bridge_map_init (&guest->context.by_site, options->seed);
  bridge_changes_init (&guest->changes);
  return guest;
}

/* Ends a running conversation, or what is left of one. */
static void
hang_up (BridgeGuest *guest)
{
  bridge_guest_stop_reading (guest);
  bridge_guest_clear_people (guest);
  guest->wants_hello = guest->wants_goodbye = false;
  guest->n_sent = 0;
}

void
bridge_guest_free (BridgeGuest *guest)
{
  if (guest == NULL)
    return;
  hang_up (guest);
  bridge_guest_clear_outbox (guest);
  bridge_guest_forget_layers (guest);
  bridge_guest_clear_events (guest);
  bridge_changes_clear (&guest->changes);
  bridge_presence_clear (&guest->presence);
  bridge_context_clear (&guest->context);
  bridge_undo_free (guest->undo);
  bridge_board_free (guest->board);
  bridge_board_free (guest->shadow);
  bridge_board_free (guest->nothing);
  bridge_free (guest->outbox);
  bridge_free (guest->waiting);
  bridge_free (guest->people);
  bridge_free (guest->token);
  bridge_free (guest->name);
  bridge_free (guest);
}

BridgeGuestPhase
bridge_guest_phase (const BridgeGuest *guest)
{
  return guest->phase;
}

const BridgeBoard *
bridge_guest_board (const BridgeGuest *guest)
{
  return guest->board;
}

uint64_t
bridge_guest_revision (const BridgeGuest *guest)
{
  return guest->revision;
}

uint64_t
bridge_guest_latest (const BridgeGuest *guest)
{
  return guest->latest;
}

uint64_t
bridge_guest_site (const BridgeGuest *guest)
{
  return guest->site;
}

size_t
bridge_guest_n_outbox (const BridgeGuest *guest)
{
  return guest->n_seen;
}

bool
bridge_guest_progress (const BridgeGuest *guest, double *fraction)
{
  if (guest->phase != BRIDGE_GUEST_LOADING)
    return false;
  *fraction = guest->n_read < guest->head.items ? (double)guest->n_read / (double)guest->head.items : 1.0;
  return true;
}

/* The connection. */

void
bridge_guest_connect (BridgeGuest *guest, const char *token)
{
  char *copy = bridge_guest_copy_text (token, strlen (token));

  hang_up (guest);
  bridge_free (guest->token);
  guest->token = copy;
  guest->phase = BRIDGE_GUEST_GREETING;
  guest->wants_hello = true;
  guest->up = (BridgeAuthorContext){ .site = guest->site };
}

void
bridge_guest_disconnect (BridgeGuest *guest)
{
  if (guest->phase == BRIDGE_GUEST_SOLO)
    return;
  hang_up (guest);
  guest->phase = BRIDGE_GUEST_AWAY;
}

/* From here on the board is ours alone, so it is no room's state that a diff could go on from. */
void
bridge_guest_leave (BridgeGuest *guest)
{
  bool is_connected = guest->phase != BRIDGE_GUEST_SOLO && guest->phase != BRIDGE_GUEST_AWAY && !guest->wants_hello;

  hang_up (guest);
  bridge_guest_clear_outbox (guest);
  bridge_guest_forget_layers (guest);
  bridge_context_clear (&guest->context);
  guest->epoch = guest->wire_epoch = 0;
  guest->revision = guest->newest_revision = 0;
  guest->wire_seq = guest->known_seq = 0;
  guest->phase = BRIDGE_GUEST_SOLO;
  guest->wants_goodbye = is_connected;
}

static void
put_hello (BridgeGuest *guest, BridgeBytes *message)
{
  BridgeWireHello hello = {
    .version = BRIDGE_WIRE_VERSION,
    .token = guest->token,
    .n_token = strlen (guest->token),
    .site = guest->site,
    .name = guest->name,
    .n_name = strlen (guest->name),
    .color = guest->color,
    .epoch = guest->epoch,
    .revision = guest->epoch != 0 ? guest->revision : 0,
    .seq = guest->known_seq,
  };

  memcpy (hello.secret, guest->secret, sizeof hello.secret);
  bridge_wire_put_hello (message, &hello);
}

bool
bridge_guest_next_message (BridgeGuest *guest, BridgeBytes *message)
{
  *message = (BridgeBytes){ 0 };
  if (guest->wants_goodbye)
    {
      guest->wants_goodbye = false;
      bridge_wire_put_goodbye (message, BRIDGE_GOODBYE_LEAVING, "");
      return true;
    }
  if (guest->wants_hello)
    {
      guest->wants_hello = false;
      put_hello (guest, message);
      return true;
    }
  if (guest->phase != BRIDGE_GUEST_LIVE)
    return false;
  if (bridge_guest_put_edit (guest, message))
    return true;
  if (!guest->wants_presence)
    return false;
  guest->wants_presence = false;
  bridge_wire_put_presence (message, &guest->presence);
  return true;
}

/* Edits. */

void
bridge_guest_begin (BridgeGuest *guest, BridgeEdit *edit)
{
  bridge_edit_init (edit, guest->site, bridge_board_clock (guest->board));
}

uint64_t
bridge_guest_commit (BridgeGuest *guest, BridgeEdit *edit, BridgeChanges *changes, BridgeRefusal *refusal)
{
  return bridge_guest_enqueue (guest, edit, false, changes, refusal);
}

void
bridge_guest_begin_gesture (BridgeGuest *guest)
{
  bridge_undo_begin (guest->undo);
}

void
bridge_guest_end_gesture (BridgeGuest *guest)
{
  bridge_undo_end (guest->undo);
}

bool
bridge_guest_can_undo (const BridgeGuest *guest)
{
  return bridge_undo_can_undo (guest->undo);
}

bool
bridge_guest_can_redo (const BridgeGuest *guest)
{
  return bridge_undo_can_redo (guest->undo);
}

typedef bool (*Compose) (BridgeUndo *undo, const BridgeBoard *board, BridgeEdit *edit);

/* Commits what undo composes. False: there was nothing, or it was refused; *seq: 0 where nothing came of it. */
static bool
take_back (BridgeGuest *guest, Compose compose, BridgeChanges *changes, uint64_t *seq)
{
  BridgeEdit edit;
  bool       is_empty;

  bridge_guest_begin (guest, &edit);
  edit.seq = guest->seq + 1;
  if (!compose (guest->undo, guest->board, &edit))
    {
      bridge_edit_clear (&edit);
      return false;
    }
  is_empty = edit.n_ops == 0;
  *seq = bridge_guest_enqueue (guest, &edit, true, changes, NULL);
  return is_empty || *seq != 0;
}

/* Steps of which nothing is left to undo are passed over; one that is too large for an edit takes several. */
static bool
step (BridgeGuest *guest, Compose compose, BridgeChanges *changes)
{
  bool     has_done = false;
  uint64_t seq;

  while (take_back (guest, compose, changes, &seq))
    {
      has_done = has_done || seq != 0;
      if (has_done && !bridge_undo_has_rest (guest->undo))
        break;
    }
  return has_done;
}

void
bridge_guest_cancel_gesture (BridgeGuest *guest, BridgeChanges *changes)
{
  uint64_t seq;

  while (take_back (guest, bridge_undo_cancel, changes, &seq))
    ;
  bridge_undo_end (guest->undo);
}

bool
bridge_guest_undo (BridgeGuest *guest, BridgeChanges *changes)
{
  return step (guest, bridge_undo_undo, changes);
}

bool
bridge_guest_redo (BridgeGuest *guest, BridgeChanges *changes)
{
  return step (guest, bridge_undo_redo, changes);
}

void
bridge_guest_set_person (BridgeGuest *guest, const char *name, uint32_t color)
{
  char *copy = copy_name (name);

  bridge_free (guest->name);
  guest->name = copy;
  guest->color = color;
}

/* Saving. */

typedef struct
{
  BridgeStateWriter *writer;
  void (*take) (void *data, const uint8_t *frame, size_t length);
  void *data;
} Saving;

static void
save_block (Saving *saving)
{
  BridgeBytes frame = { 0 };

  if (bridge_state_writer_finish_block (saving->writer, &frame))
    saving->take (saving->data, frame.data, frame.length);
  bridge_bytes_clear (&frame);
}

static void
save_if_full (Saving *saving)
{
  if (bridge_state_writer_is_full (saving->writer))
    save_block (saving);
}

static void
save_authors (Saving *saving, const BridgeBoard *board)
{
  for (size_t i = 0; i < bridge_board_n_authors (board); i++)
    {
      const BridgeAuthor *author = bridge_board_author_at (board, i);
      BridgeAuthorContext context = { .site = author->site, .seq = author->seq, .lamport = author->lamport };

      bridge_state_writer_add_author (saving->writer, author, i, &context);
      save_if_full (saving);
    }
}

static void
save_items (Saving *saving, const BridgeBoard *board)
{
  const BridgeItem *oldest = bridge_board_newest (board);

  while (oldest != NULL && oldest->older != NULL)
    oldest = oldest->older;
  for (const BridgeItem *item = oldest; item != NULL; item = item->newer)
    {
      bridge_state_writer_add_item (saving->writer, item);
      save_if_full (saving);
    }
}

void
bridge_guest_save_state (const BridgeGuest *guest,
                         void (*take) (void *data, const uint8_t *frame, size_t length),
                         void *data)
{
  Saving saving = { bridge_state_writer_new (), take, data };

  save_authors (&saving, guest->board);
  save_items (&saving, guest->board);
  for (size_t i = 0; i < bridge_board_n_lines (guest->board); i++)
    {
      bridge_state_writer_add_line (saving.writer, bridge_board_line (guest->board, i));
      save_if_full (&saving);
    }
  save_block (&saving);
  bridge_state_writer_free (saving.writer);
}
