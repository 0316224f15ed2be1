/* What happened, until the guest's owner asks for it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sync/guest-private.h"

#include "core/base/memory.h"

#include <string.h>

char *
bridge_guest_copy_text (const char *text, size_t length)
{
  char *copy = bridge_new (char, length + 1);

  if (length > 0)
    memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}

static void
clear_note (BridgeGuestNote *note)
{
  bridge_edit_clear (&note->edit);
  bridge_changes_clear (&note->changes);
  bridge_free (note->text);
  *note = (BridgeGuestNote){ 0 };
}

void
bridge_guest_tell (BridgeGuest *guest, const BridgeGuestEvent *event, BridgeEdit *edit, BridgeChanges *changes)
{
  const char      *text = event->person.name != NULL ? event->person.name : event->text;
  BridgeGuestNote *note;

  guest->notes = bridge_grow (guest->notes, &guest->notes_capacity, guest->notes_end + 1, sizeof *guest->notes);
  note = &guest->notes[guest->notes_end++];
  *note = (BridgeGuestNote){ .event = *event };
  if (text != NULL)
    note->text = bridge_guest_copy_text (text, strlen (text));
  if (edit != NULL)
    {
      note->edit = *edit;
      *edit = (BridgeEdit){ 0 };
    }
  if (changes != NULL)
    {
      note->changes = *changes;
      bridge_changes_init (changes);
    }
}

void
bridge_guest_tell_changes (BridgeGuest *guest)
{
  BridgeGuestEvent event = { .type = BRIDGE_GUEST_CHANGED, .revision = guest->revision };

  if (guest->changes.count > 0)
    bridge_guest_tell (guest, &event, NULL, &guest->changes);
}

void
bridge_guest_clear_events (BridgeGuest *guest)
{
  clear_note (&guest->current);
  for (size_t i = guest->notes_first; i < guest->notes_end; i++)
    clear_note (&guest->notes[i]);
  bridge_free (guest->notes);
  guest->notes = NULL;
  guest->notes_first = guest->notes_end = guest->notes_capacity = 0;
}

/* Lets the event borrow from its note. False when there is nothing to tell any more. */
static bool
fill_in (const BridgeGuest *guest, BridgeGuestNote *note, BridgeGuestEvent *event)
{
  *event = note->event;
  switch (event->type)
    {
    case BRIDGE_GUEST_EDITED:
      event->edit = &note->edit;
      break;
    case BRIDGE_GUEST_CHANGED:
      event->changes = &note->changes;
      break;
    case BRIDGE_GUEST_JOINED:
    case BRIDGE_GUEST_RENAMED:
    case BRIDGE_GUEST_LEFT:
      event->person.name = note->text;
      break;
    case BRIDGE_GUEST_PRESENT:
      event->person.name = note->text;
      event->presence = bridge_guest_presence (guest, event->person.person);
      return event->presence != NULL;
    case BRIDGE_GUEST_WELCOMED:
    case BRIDGE_GUEST_NOTICED:
    case BRIDGE_GUEST_GOODBYE:
      event->text = note->text;
      break;
    case BRIDGE_GUEST_READY:
    case BRIDGE_GUEST_TAKEN:
    case BRIDGE_GUEST_REFUSED:
    case BRIDGE_GUEST_DROPPED:
      break;
    }
  return true;
}

bool
bridge_guest_next_event (BridgeGuest *guest, BridgeGuestEvent *event)
{
  while (guest->notes_first < guest->notes_end)
    {
      clear_note (&guest->current);
      guest->current = guest->notes[guest->notes_first++];
      if (guest->notes_first == guest->notes_end)
        guest->notes_first = guest->notes_end = 0;
      if (fill_in (guest, &guest->current, event))
        return true;
    }
  clear_note (&guest->current);
  return false;
}
