/* What the room says: greeting, state in slices, the log.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sync/guest-private.h"

#include "core/base/memory.h"

#include <string.h>

#define RECORD_SIZE 4096 /* bytes of an item that is as much work as most */

/* Messages behind a state. */

static void
wait_behind (BridgeGuest *guest, const uint8_t *data, size_t length)
{
  BridgeBytes message = { 0 };

  bridge_bytes_put (&message, data, length);
  guest->waiting =
      bridge_grow (guest->waiting, &guest->waiting_capacity, guest->waiting_end + 1, sizeof *guest->waiting);
  guest->waiting[guest->waiting_end++] = message;
  guest->waiting_size += length;
}

static bool
next_waiting (BridgeGuest *guest, BridgeBytes *message)
{
  if (guest->waiting_first == guest->waiting_end)
    return false;
  *message = guest->waiting[guest->waiting_first++];
  guest->waiting_size -= message->length;
  if (guest->waiting_first == guest->waiting_end)
    guest->waiting_first = guest->waiting_end = 0;
  return true;
}

static void
end_state (BridgeGuest *guest)
{
  bridge_state_reader_free (guest->reader);
  guest->reader = NULL;
  guest->is_reading = false;
  bridge_free (guest->head.refusals);
  guest->head = (BridgeWireHead){ 0 };
}

void
bridge_guest_stop_reading (BridgeGuest *guest)
{
  BridgeBytes message;

  while (next_waiting (guest, &message))
    bridge_bytes_clear (&message);
  end_state (guest);
}

/* Greeting. */

static BridgeStatus
take_welcome (BridgeGuest *guest, const uint8_t *data, size_t length)
{
  BridgeGuestEvent  event = { .type = BRIDGE_GUEST_WELCOMED };
  BridgeWireWelcome welcome;
  BridgeStatus      status = bridge_wire_get_welcome (data, length, &welcome);
  char             *host;

  if (status != BRIDGE_STATUS_OK)
    return status;
  if (guest->phase != BRIDGE_GUEST_GREETING || guest->me != 0)
    return BRIDGE_STATUS_PROTOCOL;
  guest->me = welcome.person;
  host = bridge_guest_copy_text (welcome.host, welcome.n_host);
  event.text = host;
  bridge_guest_tell (guest, &event, NULL, NULL);
  bridge_free (host);
  return BRIDGE_STATUS_OK;
}

static void
tell_words (BridgeGuest *guest, BridgeGuestEventType type, int code, const char *words, size_t n_words)
{
  char            *text = bridge_guest_copy_text (words, n_words);
  BridgeGuestEvent event = { .type = type, .code = code, .text = text };

  bridge_guest_tell (guest, &event, NULL, NULL);
  bridge_free (text);
}

static BridgeStatus
take_goodbye (BridgeGuest *guest, const uint8_t *data, size_t length)
{
  int          code;
  const char  *words;
  size_t       n_words;
  BridgeStatus status = bridge_wire_get_goodbye (data, length, &code, &words, &n_words);

  if (status != BRIDGE_STATUS_OK)
    return status;
  tell_words (guest, BRIDGE_GUEST_GOODBYE, code, words, n_words);
  bridge_guest_disconnect (guest);
  return BRIDGE_STATUS_OK;
}

static BridgeStatus
take_notice (BridgeGuest *guest, const uint8_t *data, size_t length)
{
  int          code;
  const char  *words;
  size_t       n_words;
  BridgeStatus status = bridge_wire_get_notice (data, length, &code, &words, &n_words);

  if (status == BRIDGE_STATUS_OK)
    tell_words (guest, BRIDGE_GUEST_NOTICED, code, words, n_words);
  return status;
}

/* State. */

/* What it holds until the state is complete is no state that a diff could go on from, unless this one is a diff. */
static BridgeStatus
take_head (BridgeGuest *guest, const uint8_t *data, size_t length)
{
  BridgeWireHead head;
  BridgeStatus   status;

  if (guest->phase != BRIDGE_GUEST_LIVE && (guest->phase != BRIDGE_GUEST_GREETING || guest->me == 0))
    return BRIDGE_STATUS_PROTOCOL;
  status = bridge_wire_get_head (data, length, &head);
  if (status != BRIDGE_STATUS_OK)
    return status;
  if (head.epoch == 0 || (head.since != 0 && (head.epoch != guest->epoch || head.since > guest->revision)))
    {
      bridge_free (head.refusals);
      return BRIDGE_STATUS_PROTOCOL;
    }
  if (head.since == 0)
    {
      bridge_context_clear (&guest->context);
      guest->epoch = guest->revision = guest->newest_revision = 0;
    }
  end_state (guest);
  guest->head = head;
  guest->reader = bridge_state_reader_new ();
  guest->n_read = 0;
  guest->phase = BRIDGE_GUEST_LOADING;
  return BRIDGE_STATUS_OK;
}

static BridgeStatus
take_block (BridgeGuest *guest, const uint8_t *data, size_t length)
{
  BridgeStatus status;

  if (guest->phase != BRIDGE_GUEST_LOADING)
    return BRIDGE_STATUS_PROTOCOL;
  status = bridge_state_reader_feed (guest->reader, data, length);
  guest->is_reading = status == BRIDGE_STATUS_OK;
  return status;
}

/* In records of usual size. */
static size_t
measure (const BridgeStateRecord *record)
{
  return record->type == BRIDGE_STATE_ITEM ? 1 + bridge_item_size (record->item) / RECORD_SIZE : 1;
}

static BridgeStatus
take_record (BridgeGuest *guest, const BridgeStateRecord *record)
{
  uint64_t revision = 0;

  guest->n_read++;
  switch (record->type)
    {
    case BRIDGE_STATE_ITEM:
      revision = record->item->revision;
      break;
    case BRIDGE_STATE_LINE:
      revision = record->line.revision;
      break;
    case BRIDGE_STATE_AUTHOR:
      if (!bridge_context_put (&guest->context, record->index, &record->context))
        return BRIDGE_STATUS_MALFORMED;
      break;
    }
  if (revision > guest->newest_revision)
    guest->newest_revision = revision;
  return bridge_guest_merge (guest, record);
}

static BridgeStatus
take_ready (BridgeGuest *guest, const uint8_t *data, size_t length)
{
  BridgeGuestEvent event = { .type = BRIDGE_GUEST_READY };
  uint64_t         latest;
  BridgeStatus     status = bridge_wire_get_ready (data, length, &latest);

  if (status != BRIDGE_STATUS_OK)
    return status;
  if (guest->phase != BRIDGE_GUEST_LOADING || latest < guest->head.revision)
    return BRIDGE_STATUS_PROTOCOL;
  guest->latest = latest;
  guest->epoch = guest->head.epoch;
  guest->revision = guest->head.revision;
  guest->phase = BRIDGE_GUEST_LIVE;
  bridge_guest_settle (guest);
  end_state (guest);
  guest->wants_presence = guest->is_present;
  bridge_guest_tell_changes (guest);
  event.revision = guest->revision;
  bridge_guest_tell (guest, &event, NULL, NULL);
  return BRIDGE_STATUS_OK;
}

/* The log. */

static BridgeStatus
take_commit (BridgeGuest *guest, const uint8_t *data, size_t length)
{
  BridgeGuestEvent  event = { .type = BRIDGE_GUEST_EDITED };
  BridgeOutboxEdit *mine = NULL;
  BridgeEdit        edit;
  BridgeStatus      status;

  if (guest->phase != BRIDGE_GUEST_LIVE)
    return BRIDGE_STATUS_PROTOCOL;
  status = bridge_wire_get_commit (data, length, &guest->context, &edit);
  if (status != BRIDGE_STATUS_OK)
    return status;
  guest->revision++;
  status = bridge_guest_apply (guest, &edit);
  if (edit.site == guest->site)
    {
      guest->known_seq = edit.seq;
      mine = bridge_guest_first_edit (guest, edit.seq);
    }
  /* Of one that was dropped it has been told already that it is not ours any more. */
  event.mine = mine != NULL && !mine->is_dropped;
  if (event.mine)
    {
      edit.seq = mine->edit.seq;
      bridge_guest_untouch (guest, &mine->edit);
    }
  if (mine != NULL)
    bridge_guest_pop_edit (guest);
  event.revision = guest->revision;
  event.site = edit.site;
  event.seq = edit.seq;
  bridge_guest_tell (guest, &event, &edit, NULL);
  bridge_guest_tell_changes (guest);
  return status;
}

static BridgeStatus
take_refused (BridgeGuest *guest, const uint8_t *data, size_t length)
{
  BridgeGuestEvent event = { .type = BRIDGE_GUEST_REFUSED };
  BridgeStatus     status;
  uint8_t          code;

  if (guest->phase != BRIDGE_GUEST_LIVE)
    return BRIDGE_STATUS_PROTOCOL;
  status = bridge_wire_get_refused (data, length, &guest->context, &event.site, &event.seq, &code);
  if (status != BRIDGE_STATUS_OK)
    return status;
  event.revision = ++guest->revision;
  event.code = code;
  bridge_board_skip (guest->board, event.site, event.seq);
  if (event.site != guest->site)
    {
      bridge_guest_tell (guest, &event, NULL, NULL);
      return BRIDGE_STATUS_OK;
    }
  guest->known_seq = event.seq;
  if (bridge_guest_first_edit (guest, event.seq) != NULL)
    bridge_guest_refuse (guest, guest->outbox_first, (BridgeRefusal)code);
  return BRIDGE_STATUS_OK;
}

/* Dispatch. */

static BridgeStatus
take_message (BridgeGuest *guest, const uint8_t *data, size_t length)
{
  switch (bridge_wire_type (data, length))
    {
    case BRIDGE_WIRE_WELCOME:
      return take_welcome (guest, data, length);
    case BRIDGE_WIRE_GOODBYE:
      return take_goodbye (guest, data, length);
    case BRIDGE_WIRE_HEAD:
      return take_head (guest, data, length);
    case BRIDGE_WIRE_STATE:
      return take_block (guest, data, length);
    case BRIDGE_WIRE_READY:
      return take_ready (guest, data, length);
    case BRIDGE_WIRE_COMMIT:
      return take_commit (guest, data, length);
    case BRIDGE_WIRE_REFUSED:
      return take_refused (guest, data, length);
    case BRIDGE_WIRE_PEOPLE:
      return bridge_guest_take_people (guest, data, length);
    case BRIDGE_WIRE_PRESENCES:
      return bridge_guest_take_presences (guest, data, length);
    case BRIDGE_WIRE_NOTICE:
      return take_notice (guest, data, length);
    case BRIDGE_WIRE_HELLO:
    case BRIDGE_WIRE_EDIT:
    case BRIDGE_WIRE_PRESENCE:
    case -1:
      return BRIDGE_STATUS_PROTOCOL;
    default: /* of a later version */
      return BRIDGE_STATUS_OK;
    }
}

/* A state that could not be followed must be fetched anew. */
static BridgeStatus
fail (BridgeGuest *guest, BridgeStatus status)
{
  bridge_guest_tell_changes (guest);
  bridge_guest_disconnect (guest);
  guest->epoch = guest->revision = guest->newest_revision = 0;
  return status;
}

static bool
has_work (const BridgeGuest *guest)
{
  return guest->is_reading || guest->waiting_first < guest->waiting_end;
}

/* One record, or one message that waited. */
static BridgeStatus
work_once (BridgeGuest *guest, size_t *done)
{
  BridgeStateRecord record;
  BridgeBytes       message;
  BridgeStatus      status = BRIDGE_STATUS_OK;

  if (guest->is_reading)
    {
      status = bridge_state_reader_next (guest->reader, &record, &guest->is_reading);
      if (status == BRIDGE_STATUS_OK && guest->is_reading)
        {
          *done += measure (&record);
          status = take_record (guest, &record);
        }
    }
  else if (next_waiting (guest, &message))
    {
      *done += 1 + message.length / RECORD_SIZE;
      status = take_message (guest, message.data, message.length);
      bridge_bytes_clear (&message);
    }
  return status;
}

bool
bridge_guest_work (BridgeGuest *guest, size_t records, BridgeStatus *status)
{
  *status = BRIDGE_STATUS_OK;
  for (size_t done = 0; done < records && has_work (guest);)
    {
      *status = work_once (guest, &done);
      if (*status != BRIDGE_STATUS_OK)
        {
          *status = fail (guest, *status);
          return false;
        }
    }
  bridge_guest_tell_changes (guest);
  return has_work (guest);
}

BridgeStatus
bridge_guest_receive (BridgeGuest *guest, const uint8_t *data, size_t length)
{
  BridgeStatus status = BRIDGE_STATUS_OK;

  /* What came behind a goodbye. */
  if (guest->phase == BRIDGE_GUEST_SOLO || guest->phase == BRIDGE_GUEST_AWAY)
    return BRIDGE_STATUS_OK;
  if (!has_work (guest))
    {
      status = take_message (guest, data, length);
      return status == BRIDGE_STATUS_OK ? status : fail (guest, status);
    }
  wait_behind (guest, data, length);
  while (guest->waiting_size > BRIDGE_GUEST_QUEUE_MAX && status == BRIDGE_STATUS_OK)
    bridge_guest_work (guest, 1024, &status);
  return status;
}
