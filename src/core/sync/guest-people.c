/* Who is in the room, and what they show of themselves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sync/guest-private.h"

#include "core/base/memory.h"

#include <string.h>

/* The list is sorted by number: numbers are given in the order of coming. Where this one is, or would be. */
static size_t
place_of (const BridgeGuest *guest, uint32_t person)
{
  size_t low = 0;
  size_t high = guest->n_people;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (guest->people[middle].person.person < person)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static BridgeGuestPerson *
find_person (const BridgeGuest *guest, uint32_t person)
{
  size_t place = place_of (guest, person);

  return place < guest->n_people && guest->people[place].person.person == person ? &guest->people[place] : NULL;
}

static void
clear_person (BridgeGuestPerson *person)
{
  bridge_free ((char *)person->person.name);
  bridge_presence_clear (&person->presence);
}

void
bridge_guest_clear_people (BridgeGuest *guest)
{
  for (size_t i = 0; i < guest->n_people; i++)
    clear_person (&guest->people[i]);
  guest->n_people = 0;
  guest->me = 0;
}

static void
tell_person (BridgeGuest *guest, BridgeGuestEventType type, const BridgePerson *person)
{
  BridgeGuestEvent event = { .type = type, .site = person->site, .person = *person };

  bridge_guest_tell (guest, &event, NULL, NULL);
}

static bool
is_same (const BridgePerson *person, const BridgeWirePerson *entry)
{
  return person->color == entry->color && strlen (person->name) == entry->n_name &&
         memcmp (person->name, entry->name, entry->n_name) == 0;
}

static BridgeStatus
add_person (BridgeGuest *guest, const BridgeWirePerson *entry)
{
  size_t             place = place_of (guest, entry->person);
  BridgeGuestPerson *person;

  if (guest->n_people >= BRIDGE_GUEST_PEOPLE_MAX)
    return BRIDGE_STATUS_LIMIT;
  guest->people = bridge_grow (guest->people, &guest->people_capacity, guest->n_people + 1, sizeof *guest->people);
  person = &guest->people[place];
  memmove (person + 1, person, (guest->n_people++ - place) * sizeof *person);
  *person = (BridgeGuestPerson){ .person = { .person = entry->person, .site = entry->site, .color = entry->color } };
  person->person.name = bridge_guest_copy_text (entry->name, entry->n_name);
  tell_person (guest, BRIDGE_GUEST_JOINED, &person->person);
  return BRIDGE_STATUS_OK;
}

static void
remove_person (BridgeGuest *guest, BridgeGuestPerson *person)
{
  size_t left = (size_t)(guest->people + guest->n_people - (person + 1));

  tell_person (guest, BRIDGE_GUEST_LEFT, &person->person);
  clear_person (person);
  memmove (person, person + 1, left * sizeof *person);
  guest->n_people--;
}

static BridgeStatus
take_person (BridgeGuest *guest, const BridgeWirePerson *entry)
{
  BridgeGuestPerson *person = find_person (guest, entry->person);

  if (entry->state == BRIDGE_PERSON_LEFT)
    {
      if (person != NULL)
        remove_person (guest, person);
      return BRIDGE_STATUS_OK;
    }
  if (person == NULL)
    return add_person (guest, entry);
  if (is_same (&person->person, entry))
    return BRIDGE_STATUS_OK;
  bridge_free ((char *)person->person.name);
  person->person.name = bridge_guest_copy_text (entry->name, entry->n_name);
  person->person.color = entry->color;
  tell_person (guest, BRIDGE_GUEST_RENAMED, &person->person);
  return BRIDGE_STATUS_OK;
}

BridgeStatus
bridge_guest_take_people (BridgeGuest *guest, const uint8_t *data, size_t length)
{
  BridgeWirePerson *entries;
  size_t            n_entries;
  BridgeStatus      status = bridge_wire_get_people (data, length, &entries, &n_entries);

  if (status != BRIDGE_STATUS_OK)
    return status;
  for (size_t i = 0; i < n_entries && status == BRIDGE_STATUS_OK; i++)
    status = take_person (guest, &entries[i]);
  bridge_free (entries);
  return status;
}

/* Takes the presence. Mine comes back to me like everybody's. */
static void
take_presence (BridgeGuest *guest, uint32_t number, BridgePresence *presence)
{
  BridgeGuestPerson *person = number == guest->me ? NULL : find_person (guest, number);

  if (person == NULL)
    {
      bridge_presence_clear (presence);
      return;
    }
  bridge_presence_clear (&person->presence);
  person->presence = *presence;
  person->is_present = true;
  tell_person (guest, BRIDGE_GUEST_PRESENT, &person->person);
}

BridgeStatus
bridge_guest_take_presences (BridgeGuest *guest, const uint8_t *data, size_t length)
{
  size_t offset = 0;

  for (;;)
    {
      BridgePresence presence;
      uint32_t       person;
      bool           more;
      BridgeStatus   status = bridge_wire_next_presence (data, length, &offset, &more, &person, &presence);

      if (status != BRIDGE_STATUS_OK || !more)
        return status;
      take_presence (guest, person, &presence);
    }
}

size_t
bridge_guest_n_people (const BridgeGuest *guest)
{
  return guest->n_people;
}

BridgePerson
bridge_guest_person_at (const BridgeGuest *guest, size_t index)
{
  return guest->people[index].person;
}

uint32_t
bridge_guest_person (const BridgeGuest *guest)
{
  return guest->me;
}

const BridgePresence *
bridge_guest_presence (const BridgeGuest *guest, uint32_t person)
{
  const BridgeGuestPerson *found = find_person (guest, person);

  return found != NULL && found->is_present ? &found->presence : NULL;
}

/* Mine. */

bool
bridge_guest_present (BridgeGuest *guest, const BridgePresence *presence, uint64_t now, uint64_t *when)
{
  if (!guest->is_present || !bridge_presence_equal (&guest->presence, presence))
    {
      BridgePresence copy;

      bridge_presence_copy (&copy, presence);
      bridge_presence_clear (&guest->presence);
      guest->presence = copy;
      guest->presence_waits = true;
    }
  if (!guest->presence_waits)
    return true;
  /* What may go out but has not yet will go out as it is now. */
  if (guest->is_present && !guest->wants_presence && now < guest->presence_time + BRIDGE_PRESENCE_INTERVAL)
    {
      *when = guest->presence_time + BRIDGE_PRESENCE_INTERVAL;
      return false;
    }
  guest->is_present = guest->wants_presence = true;
  guest->presence_waits = false;
  guest->presence_time = now;
  return true;
}
