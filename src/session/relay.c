/* What runs on the server's thread: rooms, and the gate that people come through.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/relay.h"

#include "session/caller.h"
#include "session/entropy.h"
#include "session/error.h"
#include "session/http.h"
#include "session/limits.h"

#include <string.h>

typedef struct
{
  char       *host;
  BridgeRoom *room;
} Room;

struct BridgeRelay
{
  BridgeGate       *gate;
  GHashTable       *rooms;  /* by name */
  GPtrArray        *ready;  /* scratch of bridge_callers_flush */
  GQueue            silent; /* see caller.h */
  BridgeHttpOptions http;

  BridgeDeadlines stops; /* holds `stop` once it is to stop */
  BridgeDeadline  stop;
  gboolean        stopping;
  void (*stopped) (gpointer data);
  gpointer stopped_data;
};

static void
free_room (gpointer data)
{
  Room *room = data;

  bridge_room_free (room->room);
  g_free (room->host);
  g_free (room);
}

/* What HTTP asks. */

static gpointer
find_room (gpointer data, const char *name)
{
  BridgeRelay *relay = data;

  return g_hash_table_lookup (relay->rooms, name);
}

static void
describe (gpointer data, BridgeCard *card)
{
  Room *room = data;

  card->title = g_strdup (bridge_board_title (bridge_room_board (room->room)));
  card->host = g_strdup (room->host);
  card->people = bridge_room_n_people (room->room);
  card->items = bridge_board_n_visible (bridge_room_board (room->room));
  card->full = bridge_room_is_full (room->room);
}

static gboolean
check_token (gpointer data, const char *token, gsize length)
{
  return bridge_room_check_token (((Room *)data)->room, token, length);
}

/* What the gate tells. */

static void
on_request (gpointer data, BridgeVisit *visit)
{
  BridgeRelay *relay = data;

  bridge_http_answer (&relay->http, visit);
}

static void
on_upgraded (gpointer data, gpointer target, const BridgeChannelLine *line)
{
  BridgeRelay *relay = data;
  Room        *room = target;

  bridge_caller_admit (room->room, bridge_gate_channels (relay->gate), &relay->silent, line);
  if (relay->stopping)
    bridge_room_end (room->room, g_get_monotonic_time ());
}

static void
finish (gpointer owner)
{
  BridgeRelay *relay = owner;

  bridge_deadline_disarm (&relay->stop);
  if (relay->stopped != NULL)
    g_steal_pointer (&relay->stopped) (relay->stopped_data);
}

/* Of all peers of all rooms, boards apart. */
static gsize
memory_of (BridgeRelay *relay)
{
  gsize          memory = bridge_gate_channels (relay->gate)->held;
  GHashTableIter iter;
  Room          *room;

  g_hash_table_iter_init (&iter, relay->rooms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&room))
    memory += bridge_room_memory (room->room);
  return memory;
}

/* Returns when the room wants the next. */
static gint64
turn_room (BridgeRelay *relay, BridgeRoom *room, gboolean pressed, gint64 now)
{
  bridge_room_set_pressed (room, pressed);
  if (bridge_room_deadline (room) <= (uint64_t)now)
    bridge_room_tick (room, now);
  bridge_callers_flush (room, relay->ready);
  return (gint64)MIN (bridge_room_deadline (room), (uint64_t)G_MAXINT64);
}

static gint64
on_turn (gpointer data, gint64 now)
{
  BridgeRelay   *relay = data;
  gboolean       pressed = memory_of (relay) > BRIDGE_LIMIT_MEMORY;
  gint64         next = G_MAXINT64;
  GHashTableIter iter;
  Room          *room;

  g_hash_table_iter_init (&iter, relay->rooms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&room))
    next = MIN (next, turn_room (relay, room->room, pressed, now));
  bridge_deadlines_expire (&relay->stops, now);
  if (relay->stopping && bridge_gate_channels (relay->gate)->channels.length == 0)
    finish (relay);
  return MIN (next, bridge_deadlines_next (&relay->stops));
}

BridgeRelay *
bridge_relay_new (GSocket *socket, GTlsCertificate *certificate, const BridgeClocks *clocks, GError **error)
{
  BridgeRelay            *relay = g_new0 (BridgeRelay, 1);
  const BridgeGateOptions options = {
    .certificate = certificate,
    .clocks = *clocks,
    .request = on_request,
    .upgraded = on_upgraded,
    .turn = on_turn,
    .data = relay,
  };

  relay->ready = g_ptr_array_new ();
  relay->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_room);
  relay->http = (BridgeHttpOptions){ certificate != NULL, find_room, relay, describe, check_token };
  relay->gate = bridge_gate_new (&options, socket, error);
  if (relay->gate != NULL)
    return relay;
  bridge_relay_free (relay);
  return NULL;
}

static gboolean
seed (BridgeRoom *room, GPtrArray *state, GError **error)
{
  for (guint i = 0; state != NULL && i < state->len; i++)
    {
      gsize         length;
      const guint8 *data = g_bytes_get_data (state->pdata[i], &length);
      BridgeStatus  status = bridge_room_seed (room, data, length);

      if (status != BRIDGE_STATUS_OK)
        {
          g_propagate_error (error, bridge_error_from_status (status));
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
bridge_relay_open_room (BridgeRelay *relay, const BridgeRelayRoom *options, GError **error)
{
  const char             *host = options->host != NULL ? options->host : "";
  const BridgeRoomOptions room_options = {
    .epoch = bridge_entropy_id (),
    .seed = bridge_entropy_id (),
    .token = options->token,
    .title = options->title != NULL ? options->title : "",
    .host = host,
    .people_max = options->people_max,
    .edit_rate = options->edit_rate,
    .edit_burst = options->edit_burst,
  };
  Room *room = g_new0 (Room, 1);

  room->host = g_strdup (host);
  room->room = bridge_room_new (&room_options);
  if (!seed (room->room, options->state, error))
    {
      free_room (room);
      return FALSE;
    }
  g_hash_table_insert (relay->rooms, g_strdup (options->name), room);
  return TRUE;
}

void
bridge_relay_free (BridgeRelay *relay)
{
  bridge_gate_free (relay->gate);
  g_hash_table_unref (relay->rooms);
  g_ptr_array_unref (relay->ready);
  g_free (relay);
}

void
bridge_relay_stop (BridgeRelay *relay, guint grace, void (*stopped) (gpointer data), gpointer data)
{
  GHashTableIter iter;
  Room          *room;

  if (relay->stopping)
    return;
  relay->stopping = TRUE;
  relay->stopped = stopped;
  relay->stopped_data = data;
  bridge_gate_stop_listening (relay->gate);
  g_hash_table_iter_init (&iter, relay->rooms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&room))
    bridge_room_end (room->room, g_get_monotonic_time ());
  bridge_deadlines_init (&relay->stops, grace * G_GINT64_CONSTANT (1000), finish);
  bridge_deadlines_arm (&relay->stops, &relay->stop, relay);
  bridge_gate_wake (relay->gate);
}
