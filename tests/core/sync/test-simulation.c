/* A network of one room and its guests, with every fault that a seed can think of: slow links, links cut at any byte, rooms
 * that hear late of a cut, refusals, places in the log given up, guests over their rate, a server short of memory, a guest that
 * forges, a room that is replaced by another.
 * Once it is quiet all must agree, and every edit's author must know what became of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../seed.h"
#include "core/doc/compose.h"
#include "network.h"

#include <string.h>

#define N_HISTORIES 500
#define FORGER      666

typedef struct
{
  BridgeRandom        random;
  Network            *network;
  BridgeRoomOptions   options;
  BridgePeer         *forger; /* a connection that keeps to no rules */
  BridgeAuthorContext forger_up;
  guint               n_restarts;
  gboolean            is_large; /* a digest takes a while */
  gboolean            is_pressed;
} Simulation;

static guint64
below (Simulation *sim, guint64 bound)
{
  return bridge_random_below (&sim->random, bound);
}

static gboolean
one_in (Simulation *sim, guint64 n)
{
  return below (sim, n) == 0;
}

/* What people do. */

static const BridgeItem *
pick_item (Simulation *sim, Member *member)
{
  const BridgeBoard *board = bridge_guest_board (member->guest);
  const BridgeItem  *item;

  if (!one_in (sim, 8))
    return bridge_board_n_visible (board) == 0
               ? NULL
               : bridge_board_visible (board, below (sim, bridge_board_n_visible (board)));
  /* One that may be deleted. */
  item = bridge_board_newest (board);
  for (guint64 i = below (sim, 10); item != NULL && item->older != NULL && i > 0; i--)
    item = item->older;
  return item == NULL || bridge_stamp_is_none (item->id) ? NULL : item;
}

static void
compose_ink (Simulation *sim, BridgeEdit *edit, const BridgeBoard *board, const BridgeItem *item)
{
  gsize           n_points = one_in (sim, 50) ? 5000 : 1 + below (sim, 20);
  BridgeInkPoint *points = g_new0 (BridgeInkPoint, n_points);

  for (gsize i = 0; i < n_points; i++)
    points[i] = (BridgeInkPoint){ .x = (double)below (sim, 1000), .y = (double)below (sim, 1000), .pressure = 0.5 };
  if (item == NULL)
    bridge_compose_ink (edit, board, BRIDGE_KIND_STROKE, 3, points, n_points);
  else
    bridge_compose_append (edit, item, points, n_points);
  g_free (points);
}

static void
compose_new (Simulation *sim, BridgeEdit *edit, const BridgeBoard *board)
{
  BridgeRect box = { (double)below (sim, 1000), (double)below (sim, 1000), 10, 10 };

  if (one_in (sim, 3))
    compose_ink (sim, edit, board, NULL);
  else
    bridge_compose_item (edit, board, one_in (sim, 2) ? BRIDGE_KIND_NOTE : BRIDGE_KIND_RECTANGLE, box);
}

static void
compose_text (Simulation *sim, BridgeEdit *edit, const BridgeItem *item)
{
  gsize length = item->text != NULL ? bridge_text_length (item->text) : 0;
  gsize at = below (sim, length + 1);
  gsize n_delete = one_in (sim, 3) ? below (sim, MIN (length - at, 5) + 1) : 0;

  if (bridge_compose_text (edit, item, at, n_delete, "ab\u4e2dcdef", below (sim, 2) == 0 ? 2 : 9) != BRIDGE_STATUS_OK)
    g_assert_not_reached ();
}

static void
compose_on (Simulation *sim, BridgeEdit *edit, const BridgeBoard *board, const BridgeItem *item)
{
  switch (below (sim, 9))
    {
    case 0:
      bridge_compose_move (edit, item, (BridgePoint){ (double)below (sim, 500), 5 });
      break;
    case 1:
      bridge_edit_set (edit, item->id, BRIDGE_PROPERTY_COLOR, bridge_value_integer ((gint64)below (sim, 1 << 30)));
      break;
    case 2:
      bridge_compose_delete (edit, item->id);
      break;
    case 3:
      bridge_compose_restore (edit, item->id);
      break;
    case 4:
      bridge_edit_set (edit, item->id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (one_in (sim, 2)));
      break;
    case 5:
      bridge_compose_front (edit, board, &item->id, 1);
      break;
    case 6:
      bridge_compose_back (edit, board, &item->id, 1);
      break;
    default:
      if (item->kind == BRIDGE_KIND_STROKE && item->id.site == edit->site && item->points.count < 10000)
        compose_ink (sim, edit, board, item);
      else
        compose_text (sim, edit, item);
    }
}

static void
compose (Simulation *sim, BridgeEdit *edit, Member *member)
{
  const BridgeBoard *board = bridge_guest_board (member->guest);
  const BridgeItem  *item = pick_item (sim, member);

  switch (below (sim, 12))
    {
    case 0:
      bridge_edit_say (edit, "hello there", 1 + below (sim, 10), 5);
      break;
    case 1:
      bridge_compose_title (edit, one_in (sim, 2) ? "a" : "b");
      break;
    case 2:
    case 3:
    case 4:
      compose_new (sim, edit, board);
      break;
    default:
      if (item != NULL)
        compose_on (sim, edit, board, item);
      else
        compose_new (sim, edit, board);
    }
}

/* So much that its state takes several blocks. */
static void
fill_board (Simulation *sim, Member *member)
{
  BridgeInkPoint points[5000];

  for (guint i = 0; i < 25; i++)
    {
      BridgeEdit edit;

      for (guint j = 0; j < G_N_ELEMENTS (points); j++)
        points[j] = (BridgeInkPoint){ .x = (double)below (sim, 4000), .y = (double)below (sim, 4000), .pressure = 0.5 };
      bridge_guest_begin (member->guest, &edit);
      bridge_compose_ink (&edit, bridge_guest_board (member->guest), BRIDGE_KIND_STROKE, 3, points, G_N_ELEMENTS (points));
      member_commit (member, &edit);
    }
}

static void
edit_once (Simulation *sim, Member *member)
{
  BridgeEdit edit;

  bridge_guest_begin (member->guest, &edit);
  for (guint64 n_parts = 1 + (one_in (sim, 4) ? below (sim, 3) : 0); n_parts > 0; n_parts--)
    compose (sim, &edit, member);
  member_commit (member, &edit);
}

static void
present (Simulation *sim, Member *member)
{
  BridgePresence presence = { .flags = BRIDGE_PRESENCE_CURSOR, .cursor = { (double)below (sim, 100), 0 } };
  guint64        when;

  bridge_guest_present (member->guest, &presence, sim->network->now, &when);
}

static void
act (Simulation *sim, Member *member)
{
  switch (below (sim, 20))
    {
    case 0:
    case 1:
      if (bridge_guest_undo (member->guest, NULL))
        member_book (member, member->deeds->len + 1, BRIDGE_STAMP_NONE);
      break;
    case 2:
      if (bridge_guest_redo (member->guest, NULL))
        member_book (member, member->deeds->len + 1, BRIDGE_STAMP_NONE);
      break;
    case 3:
      bridge_guest_begin_gesture (member->guest);
      for (guint64 n = below (sim, 4); n > 0; n--)
        edit_once (sim, member);
      bridge_guest_end_gesture (member->guest);
      break;
    case 4:
      bridge_guest_set_person (member->guest, one_in (sim, 2) ? "Eve" : "Max", (guint32)below (sim, 3));
      break;
    case 5:
    case 6:
      present (sim, member);
      break;
    default:
      edit_once (sim, member);
    }
}

/* The forger. */

static void
forger_leave (Simulation *sim)
{
  if (sim->forger != NULL)
    bridge_room_disconnect (sim->network->room, sim->forger, sim->network->now);
  sim->forger = NULL;
}

static void
forger_say (Simulation *sim, BridgeBytes *message)
{
  bridge_room_receive (sim->network->room, sim->forger, message->data, message->length, sim->network->now);
  bridge_bytes_clear (message);
}

static void
forger_join (Simulation *sim)
{
  BridgeWireHello hello = { .version = BRIDGE_WIRE_VERSION,
                            .token = NETWORK_TOKEN,
                            .n_token = strlen (NETWORK_TOKEN),
                            .site = FORGER,
                            .name = "" };
  BridgeBytes     message = { 0 };

  sim->forger = bridge_room_connect (sim->network->room, sim->network->now);
  sim->forger_up = (BridgeAuthorContext){ .site = FORGER };
  bridge_wire_put_hello (&message, &hello);
  forger_say (sim, &message);
}

/* Well formed, but mostly not to be taken. */
static void
forge_edit (Simulation *sim)
{
  const BridgeBoard  *board = bridge_room_board (sim->network->room);
  const BridgeAuthor *author = bridge_board_author (board, FORGER);
  BridgeContext       none = { 0 };
  BridgeBytes         message = { 0 };
  BridgeEdit          edit;
  BridgeStamp         own = { 1 + below (sim, 50), FORGER };
  BridgeStep          step = { 1, 2, 3 };

  bridge_edit_init (&edit, FORGER, 1 + below (sim, 2 * bridge_board_clock (board)));
  edit.seq = (author != NULL ? author->seq : 0) + (one_in (sim, 20) ? 2 : 1);
  if (one_in (sim, 3))
    own = bridge_edit_create (&edit, (guint32)below (sim, 12), 3);
  if (one_in (sim, 2))
    bridge_edit_set (&edit, own, (guint32)below (sim, 20), bridge_value_integer (5));
  if (one_in (sim, 3))
    bridge_edit_append (&edit, own, below (sim, 3), &step, 1);
  if (one_in (sim, 3))
    bridge_edit_insert (&edit, own, (BridgeTextPlace){ { below (sim, 40), FORGER }, BRIDGE_SIDE_RIGHT }, (guint32[]){ 65 }, 1);
  if (edit.n_ops == 0)
    bridge_edit_say (&edit, "boo", 3, 0);
  bridge_wire_put_edit (&message, &sim->forger_up, &none, &edit);
  if (one_in (sim, 10))
    message.data[below (sim, message.length)] ^= (guint8)(1 << below (sim, 8));
  forger_say (sim, &message);
  bridge_edit_clear (&edit);
}

static void
forge (Simulation *sim)
{
  BridgeSpan span;

  if (sim->forger == NULL)
    forger_join (sim);
  forge_edit (sim);
  while (!one_in (sim, 5) && bridge_peer_spans (sim->forger, &span, 1) == 1)
    bridge_peer_sent (sim->forger, 1 + below (sim, span.length), sim->network->now);
  if (bridge_peer_is_closing (sim->forger, NULL, NULL) || one_in (sim, 10))
    forger_leave (sim);
}

/* The network. */

static void
move (Simulation *sim, Link *link)
{
  gsize step = link->window / 2 + 1;

  if (one_in (sim, 2))
    link_send_up (link, 1 + below (sim, step));
  if (one_in (sim, 2))
    link_deliver_up (link, 1 + below (sim, step));
  if (one_in (sim, 2))
    link_send_down (link, 1 + below (sim, step));
  if (one_in (sim, 2))
    link_deliver_down (link, 1 + below (sim, step));
}

static void
connect_or_cut (Simulation *sim, Member *member)
{
  static const gsize windows[] = { 100, 1000, 10000, 1 << 20 };

  if (member->link != NULL && one_in (sim, 40))
    member_cut (member, one_in (sim, 2));
  else if (member->link == NULL && one_in (sim, 5))
    {
      member_connect (member, NETWORK_TOKEN);
      member->link->window = windows[below (sim, G_N_ELEMENTS (windows))];
    }
  else if (one_in (sim, 100))
    member_connect (member, NETWORK_TOKEN);
}

static gboolean
is_up_to_date (Member *member)
{
  return bridge_guest_phase (member->guest) == BRIDGE_GUEST_LIVE &&
         bridge_guest_revision (member->guest) == bridge_room_revision (member->network->room);
}

/* Another room takes over, from somebody who has all that the first one had. */
static void
maybe_restart (Simulation *sim, Member *member)
{
  if (sim->n_restarts == 0 || !one_in (sim, 30) || !is_up_to_date (member))
    return;
  forger_leave (sim);
  sim->n_restarts--;
  sim->options.epoch++;
  network_restart (sim->network, &sim->options, member);
}

static void
step (Simulation *sim)
{
  Network *network = sim->network;

  /* Now and then everything stands still for longer than the room is patient. */
  network->now += one_in (sim, 100) ? BRIDGE_STUCK_TIMEOUT : below (sim, 40000);
  for (guint i = 0; i < network->members->len; i++)
    {
      Member *member = g_ptr_array_index (network->members, i);

      connect_or_cut (sim, member);
      if (one_in (sim, 3))
        act (sim, member);
      if (is_up_to_date (member) && one_in (sim, sim->is_large ? 100 : 4))
        assert_committed (member);
      maybe_restart (sim, member);
    }
  if (one_in (sim, 4))
    forge (sim);
  if (one_in (sim, sim->is_pressed ? 10 : 60))
    sim->is_pressed = !sim->is_pressed;
  bridge_room_set_pressed (network->room, sim->is_pressed);
  while (bridge_room_next_ready (network->room) != NULL)
    ;
  for (guint i = network->links->len; i-- > 0;)
    {
      Link *link = g_ptr_array_index (network->links, i);

      move (sim, link);
      if (link->member->link != link && one_in (sim, 10))
        link_close (link);
    }
  network_sweep (network);
  if (bridge_room_deadline (network->room) <= network->now)
    bridge_room_tick (network->room, network->now);
}

/* Everybody comes back, and nothing is in the way any more. */
static void
heal (Simulation *sim)
{
  Network *network = sim->network;

  forger_leave (sim);
  bridge_room_set_pressed (network->room, false);
  network->slice = 0;
  for (guint i = 0; i < network->links->len; i++)
    {
      Link *link = g_ptr_array_index (network->links, i);

      link->window = 1 << 20;
      if (link->member->link != link)
        link_close (link);
    }
  network_wait (network, BRIDGE_COMING_BURST * BRIDGE_COMING_INTERVAL);
  for (guint i = 0; i < network->members->len; i++)
    {
      Member *member = g_ptr_array_index (network->members, i);

      if (member->link == NULL)
        member_connect (member, NETWORK_TOKEN);
    }
  network_wait (network, 100000);
}

static void
play (guint64 seed)
{
  static const gsize lags[] = { 300, 3000, 30000, 0 };
  static const guint bursts[] = { 10, 100, 0 };
  Simulation         sim = { .n_restarts = 0 };
  guint64            n_members, n_steps;

  g_test_message ("DRAWBRIDGE_SEED=%" G_GUINT64_FORMAT, seed);
  bridge_random_init (&sim.random, seed);
  n_members = 1 + below (&sim, 8);
  n_steps = 20 + below (&sim, 150);
  sim.n_restarts = one_in (&sim, 4) ? 2 : 0;
  sim.options = (BridgeRoomOptions){ .epoch = 1 + (seed & 0xffff),
                                     .seed = seed,
                                     .token = NETWORK_TOKEN,
                                     .title = one_in (&sim, 2) ? "" : "Plans",
                                     .host = "Ada",
                                     .edit_rate = 20,
                                     .edit_burst = bursts[below (&sim, G_N_ELEMENTS (bursts))],
                                     .lag_max = lags[below (&sim, G_N_ELEMENTS (lags))] };
  sim.network = network_new (&sim.options);
  sim.network->slice = 1 + below (&sim, 5);
  for (guint64 i = 0; i < n_members; i++)
    /* Who has drawn alone before is no copy of the room: everybody comes first. */
    member_connect (network_add (sim.network, 1000 + below (&sim, 1000) * 10 + i, "Bob"), NETWORK_TOKEN);
  sim.is_large = one_in (&sim, 40);
  if (sim.is_large)
    {
      fill_board (&sim, g_ptr_array_index (sim.network->members, 0));
      network_settle (sim.network);
    }
  for (guint64 i = 0; i < n_steps; i++)
    step (&sim);
  heal (&sim);
  for (guint i = 0; i < sim.network->members->len; i++)
    assert_settled (g_ptr_array_index (sim.network->members, i));
  network_free (sim.network);
}

static void
test_simulation (void)
{
  guint64 seed = test_seed ();
  guint   n_histories = g_getenv ("DRAWBRIDGE_SEED") != NULL ? 1 : N_HISTORIES;

  for (guint i = 0; i < n_histories; i++)
    play (seed + i);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulation/network", test_simulation);
  return g_test_run ();
}
