/* Who is in the room: hello, the sites' secrets and refusals, comings and goings.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sync/room-private.h"

#include "core/base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Neither where two differ nor whether their lengths do shows in the time that this takes. */
static bool
equal_in_constant_time (const uint8_t *a, size_t n_a, const uint8_t *b, size_t n_b, size_t max)
{
  unsigned difference = n_a != n_b;

  for (size_t i = 0; i < max; i++)
    {
      unsigned left = i < n_a ? a[i] : 0u;
      unsigned right = i < n_b ? b[i] : 0u;

      difference |= left ^ right;
    }
  return difference == 0;
}

bool
bridge_room_check_token (const BridgeRoom *room, const char *token, size_t length)
{
  return equal_in_constant_time (room->token, room->n_token, (const uint8_t *)token, length, BRIDGE_WIRE_TOKEN_MAX);
}

size_t
bridge_room_n_people (const BridgeRoom *room)
{
  return room->n_people;
}

bool
bridge_room_is_full (const BridgeRoom *room)
{
  return room->n_people >= room->people_max;
}

/* Sites. */

static BridgeRoomSite *
add_site (BridgeRoom *room, const BridgeWireHello *hello)
{
  BridgeRoomSite *site = bridge_new0 (BridgeRoomSite, 1);

  site->site = hello->site;
  memcpy (site->secret, hello->secret, sizeof site->secret);
  bridge_map_put (&room->sites, site->site, 0, site);
  return site;
}

void
bridge_room_free_sites (BridgeRoom *room)
{
  BridgeMapEntry entry;
  size_t         cursor = 0;

  while (bridge_map_next (&room->sites, &cursor, &entry))
    {
      BridgeRoomSite *site = entry.value;

      bridge_free (site->refusals);
      bridge_free (site);
    }
  bridge_map_clear (&room->sites);
}

/* Past the limits a site's oldest refusal makes place for its newest. Once the room's limit is reached no ring grows any
 * more, so one that has begun to turn stays as it is. */
void
bridge_room_keep_refusal (BridgeRoom *room, BridgeRoomSite *site, uint64_t seq, BridgeRefusal code)
{
  BridgeWireRefusal refusal = { seq, (uint8_t)code };

  if (site->n_refusals < BRIDGE_SITE_REFUSALS_MAX && room->n_refusals < BRIDGE_ROOM_REFUSALS_MAX)
    {
      site->refusals = bridge_grow (site->refusals, &site->refusals_capacity, site->n_refusals + 1, sizeof refusal);
      site->refusals[site->n_refusals++] = refusal;
      room->n_refusals++;
    }
  else if (site->n_refusals > 0)
    {
      site->refusals[site->oldest] = refusal;
      site->oldest = (site->oldest + 1) % site->n_refusals;
    }
}

/* People. */

static BridgeWirePerson
person_of (const BridgePeer *peer, BridgePersonState state)
{
  return (BridgeWirePerson){
    .person = peer->person,
    .state = state,
    .site = peer->site->site,
    .color = peer->color,
    .name = peer->name,
    .n_name = strlen (peer->name),
  };
}

/* To all who are here but `peer`. */
static void
tell_others (BridgePeer *peer, BridgePersonState state)
{
  BridgeWirePerson person = person_of (peer, state);
  BridgeBytes      payload = { 0 };
  BridgeBlob      *frame;

  bridge_wire_put_people (&payload, &person, 1);
  frame = bridge_room_frame (&payload);
  for (BridgePeer *other = peer->room->first; other != NULL; other = other->next)
    if (other != peer && other->site != NULL)
      bridge_room_push_frame (other, frame);
  bridge_blob_unref (frame);
  bridge_bytes_clear (&payload);
}

/* To a newcomer: all who are here, itself among them. */
static void
tell_all (BridgePeer *peer)
{
  BridgeRoom       *room = peer->room;
  BridgeWirePerson *people = bridge_new (BridgeWirePerson, room->n_people);
  BridgeBytes       payload = { 0 };
  size_t            n_people = 0;

  for (BridgePeer *other = room->first; other != NULL; other = other->next)
    if (other->site != NULL)
      people[n_people++] = person_of (other, BRIDGE_PERSON_HERE);
  for (size_t i = 0; i < n_people; i += BRIDGE_WIRE_PEOPLE_MAX)
    {
      size_t count = n_people - i < BRIDGE_WIRE_PEOPLE_MAX ? n_people - i : BRIDGE_WIRE_PEOPLE_MAX;

      bridge_wire_put_people (&payload, people + i, count);
      bridge_room_push (peer, &payload);
      bridge_bytes_truncate (&payload, 0);
    }
  bridge_bytes_clear (&payload);
  bridge_free (people);
}

static void
set_person (BridgePeer *peer, const char *name, size_t n_name, uint32_t color)
{
  char *copy = bridge_new (char, n_name + 1);

  if (n_name > 0)
    memcpy (copy, name, n_name);
  copy[n_name] = '\0';
  bridge_free (peer->name);
  peer->name = copy;
  peer->color = color;
}

void
bridge_room_rename (BridgePeer *peer, const char *name, size_t n_name, uint32_t color)
{
  if (peer->color == color && strlen (peer->name) == n_name && memcmp (peer->name, name, n_name) == 0)
    return;
  set_person (peer, name, n_name, color);
  peer->is_renamed = peer->room->has_renamed = true;
}

void
bridge_room_tell_renamed (BridgeRoom *room)
{
  room->has_renamed = false;
  for (BridgePeer *peer = room->first; peer != NULL; peer = peer->next)
    {
      if (peer->is_renamed && peer->site != NULL)
        tell_others (peer, BRIDGE_PERSON_HERE);
      peer->is_renamed = false;
    }
}

void
bridge_room_part (BridgePeer *peer)
{
  if (peer->site == NULL)
    return;
  if (!peer->room->is_ending)
    tell_others (peer, BRIDGE_PERSON_LEFT);
  peer->site->peer = NULL;
  peer->site = NULL;
  peer->room->n_people--;
}

/* Greeting. */

/* Refuses it with a goodbye, or returns who it is. */
static BridgeRoomSite *
check_hello (BridgePeer *peer, const BridgeWireHello *hello)
{
  BridgeRoom     *room = peer->room;
  BridgeRoomSite *site = bridge_map_get (&room->sites, hello->site, 0);

  if (hello->version != BRIDGE_WIRE_VERSION)
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_VERSION, "another version of the protocol");
  else if (!bridge_room_check_token (room, hello->token, hello->n_token))
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_TOKEN, "wrong token");
  else if (site != NULL && !equal_in_constant_time (site->secret, sizeof site->secret, hello->secret,
                                                    sizeof hello->secret, sizeof site->secret))
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_SITE, "this site belongs to somebody else");
  else if ((site == NULL || site->peer == NULL) && bridge_room_is_full (room))
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_FULL, "the room is full");
  else if (site == NULL && room->sites.count >= BRIDGE_ROOM_SITES_MAX)
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_FULL, "the room has seen too many");
  else
    return site != NULL ? site : add_site (room, hello);
  return NULL;
}

static void
welcome (BridgePeer *peer)
{
  BridgeRoom       *room = peer->room;
  BridgeBytes       payload = { 0 };
  BridgeWireWelcome words = { .person = peer->person, .host = room->host, .n_host = strlen (room->host) };

  bridge_wire_put_welcome (&payload, &words);
  bridge_room_push (peer, &payload);
  bridge_bytes_clear (&payload);
}

/* Its state goes on from what it has, if that is of this epoch. */
static uint64_t
revision_of (const BridgeRoom *room, const BridgeWireHello *hello)
{
  return hello->epoch == room->epoch && hello->revision <= room->revision ? hello->revision : 0;
}

void
bridge_room_greet (BridgePeer *peer, const uint8_t *data, size_t length)
{
  BridgeRoom     *room = peer->room;
  BridgeWireHello hello;
  BridgeStatus    status = bridge_wire_get_hello (data, length, &hello);
  BridgeRoomSite *site;

  if (status != BRIDGE_STATUS_OK)
    {
      bool is_version = status == BRIDGE_STATUS_UNSUPPORTED;

      bridge_room_dismiss (peer, is_version ? BRIDGE_GOODBYE_VERSION : BRIDGE_GOODBYE_PROTOCOL,
                           is_version ? "another version of the protocol" : "the hello is malformed");
      return;
    }
  site = check_hello (peer, &hello);
  if (site == NULL)
    return;
  if (site->peer != NULL)
    bridge_room_dismiss (site->peer, BRIDGE_GOODBYE_REPLACED, "has connected anew");
  site->peer = peer;
  peer->site = site;
  peer->is_greeted = true;
  peer->person = ++room->last_person;
  peer->up = (BridgeAuthorContext){ .site = site->site };
  peer->known_seq = hello.seq;
  set_person (peer, hello.name, hello.n_name, hello.color);
  room->n_people++;

  welcome (peer);
  tell_all (peer);
  tell_others (peer, BRIDGE_PERSON_HERE);
  bridge_room_show_all (peer);
  bridge_room_begin_state (peer, revision_of (room, &hello));
}
