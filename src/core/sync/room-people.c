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

static void
free_site (BridgeRoomSite *site)
{
  bridge_free (site->refusals);
  bridge_free (site);
}

static void
unlink_idle (BridgeRoom *room, BridgeRoomSite *site)
{
  if (!site->is_idle)
    return;
  if (site->longer != NULL)
    site->longer->shorter = site->shorter;
  else
    room->idle_first = site->shorter;
  if (site->shorter != NULL)
    site->shorter->longer = site->longer;
  else
    room->idle_last = site->longer;
  site->is_idle = false;
  room->n_idle--;
}

/* It has left. Of one that never sent an edit there is little to protect, and whoever has the link can make up more of these
 * than there is memory for. */
static void
let_idle (BridgeRoom *room, BridgeRoomSite *site)
{
  if (bridge_context_index (&room->context, site->site) != BRIDGE_CONTEXT_NO_INDEX)
    return;
  site->is_idle = true;
  site->longer = room->idle_last;
  site->shorter = NULL;
  if (room->idle_last != NULL)
    room->idle_last->shorter = site;
  else
    room->idle_first = site;
  room->idle_last = site;
  if (++room->n_idle <= BRIDGE_ROOM_IDLE_MAX)
    return;
  site = room->idle_first;
  unlink_idle (room, site);
  bridge_map_remove (&room->sites, site->site, 0);
  free_site (site);
}

static void
forget_left (BridgeRoom *room, size_t n_left)
{
  for (size_t i = 0; i < n_left; i++)
    bridge_free ((char *)room->left[i].name);
  room->n_left = 0;
}

void
bridge_room_free_people (BridgeRoom *room)
{
  BridgeMapEntry entry;
  size_t         cursor = 0;

  while (bridge_map_next (&room->sites, &cursor, &entry))
    free_site (entry.value);
  bridge_map_clear (&room->sites);
  forget_left (room, room->n_left);
  bridge_free (room->left);
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

/* Frames about people, each as many as fit; gives each to `take`. */
static void
put_people (const BridgeWirePerson *people, size_t n_people, void (*take) (void *data, const BridgeBytes *payload), void *data)
{
  BridgeBytes payload = { 0 };

  for (size_t i = 0; i < n_people; i += BRIDGE_WIRE_PEOPLE_MAX)
    {
      size_t count = n_people - i < BRIDGE_WIRE_PEOPLE_MAX ? n_people - i : BRIDGE_WIRE_PEOPLE_MAX;

      bridge_wire_put_people (&payload, people + i, count);
      take (data, &payload);
      bridge_bytes_truncate (&payload, 0);
    }
  bridge_bytes_clear (&payload);
}

static void
give_one (void *peer, const BridgeBytes *payload)
{
  bridge_room_push (peer, payload);
}

/* To a newcomer: all who are here, itself among them. */
static void
tell_all (BridgePeer *peer)
{
  BridgeRoom       *room = peer->room;
  BridgeWirePerson *people = bridge_new (BridgeWirePerson, room->n_people);
  size_t            n_people = 0;

  for (BridgePeer *other = room->first; other != NULL; other = other->next)
    if (other->site != NULL)
      people[n_people++] = person_of (other, BRIDGE_PERSON_HERE);
  put_people (people, n_people, give_one, peer);
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
  peer->is_news = peer->room->has_news = true;
}

typedef struct
{
  BridgeRoom *room;
  BridgePeer *sole; /* all the news is of this one, who knows */
} News;

static void
give_all (void *data, const BridgeBytes *payload)
{
  const News *news = data;
  BridgeBlob *frame = bridge_room_frame (news->room, payload);

  for (BridgePeer *peer = news->room->first; peer != NULL; peer = peer->next)
    if (peer->site != NULL && peer != news->sole)
      bridge_room_push_frame (peer, frame);
  bridge_blob_unref (frame);
}

/* Those who are here behind those who have left, in room->left. */
static BridgePeer *
gather_news (BridgeRoom *room)
{
  BridgePeer *newest = NULL;

  room->left = bridge_grow (room->left, &room->left_capacity, room->n_left + room->n_people, sizeof *room->left);
  for (BridgePeer *peer = room->first; peer != NULL; peer = peer->next)
    {
      if (peer->is_news && peer->site != NULL)
        room->left[room->n_left++] = person_of (newest = peer, BRIDGE_PERSON_HERE);
      peer->is_news = false;
    }
  return newest;
}

void
bridge_room_tell_news (BridgeRoom *room)
{
  size_t      n_left = room->n_left;
  BridgePeer *newest = gather_news (room);
  News        news = { room, room->n_left == 1 ? newest : NULL };

  room->has_news = false;
  put_people (room->left, room->n_left, give_all, &news);
  forget_left (room, n_left);
}

static void
note_left (BridgePeer *peer)
{
  BridgeRoom       *room = peer->room;
  BridgeWirePerson *left;

  room->left = bridge_grow (room->left, &room->left_capacity, room->n_left + 1, sizeof *room->left);
  left = &room->left[room->n_left++];
  *left = person_of (peer, BRIDGE_PERSON_LEFT);
  left->name = bridge_memdup (left->name, left->n_name);
  room->has_news = true;
}

void
bridge_room_part (BridgePeer *peer)
{
  if (peer->site == NULL)
    return;
  if (!peer->room->is_ending)
    note_left (peer);
  let_idle (peer->room, peer->site);
  peer->site->peer = NULL;
  peer->site = NULL;
  peer->room->n_people--;
}

/* Greeting. */

/* Everybody is told of each who comes, and a state is made for it. */
static bool
may_come (BridgeRoom *room, BridgeRoomSite *site)
{
  if (site == NULL)
    return bridge_bucket_take (&room->newcomers, room->now, BRIDGE_NEWCOMER_INTERVAL,
                               (uint64_t)BRIDGE_NEWCOMER_BURST * BRIDGE_NEWCOMER_INTERVAL);
  return bridge_bucket_take (&site->comings, room->now, BRIDGE_COMING_INTERVAL,
                             (uint64_t)BRIDGE_COMING_BURST * BRIDGE_COMING_INTERVAL);
}

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
  else if (room->is_pressed)
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_FULL, "the server has no memory left");
  else if ((site == NULL || site->peer == NULL) && bridge_room_is_full (room))
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_FULL, "the room is full");
  else if (site == NULL && room->sites.count >= BRIDGE_ROOM_SITES_MAX)
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_FULL, "the room has seen too many");
  else if (!may_come (room, site))
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_FULL, site != NULL ? "comes too often" : "too many come at once");
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
  unlink_idle (room, site);
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
  peer->is_news = room->has_news = true;
  bridge_room_show_all (peer);
  bridge_room_begin_state (peer, revision_of (room, &hello));
}
