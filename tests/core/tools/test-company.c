/* Tests of tools while others work on the same board.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../sync/network.h"
#include "bench.h"

/* I with my tools, and somebody else, in one room. */
typedef struct
{
  Network *network;
  Member  *me;
  Member  *other;
  Bench    mine;
  Bench    theirs;
} Company;

static void
company_init (Company *company)
{
  company->network = network_new (NULL);
  company->me = network_add (company->network, 1, "Ada");
  company->other = network_add (company->network, 2, "Bob");
  member_connect (company->me, NETWORK_TOKEN);
  member_connect (company->other, NETWORK_TOKEN);
  network_settle (company->network);
  bench_init_for (&company->mine, company->me->guest);
  bench_init_for (&company->theirs, company->other->guest);
}

/* The network keeps a book of each member's edits; those of a toolbox are still in the outbox. */
static void
book (Member *member)
{
  for (size_t left = bridge_guest_n_outbox (member->guest); left > 0; left--)
    member_book (member, member->deeds->len + 1, BRIDGE_STAMP_NONE);
}

/* Tells the toolbox of all that the other has done so far. */
static void
hear (Bench *bench)
{
  BridgeChanges changes;

  bridge_changes_init (&changes);
  for (size_t i = 0; i < bridge_toolbox_n_selected (bench->toolbox); i++)
    bridge_changes_add (&changes,
                        bridge_toolbox_selected (bench->toolbox, i),
                        BRIDGE_CHANGE_REMOVED | BRIDGE_CHANGE_LOOK,
                        BRIDGE_RECT_EMPTY);
  bench_begin (bench);
  bridge_toolbox_board_changed (bench->toolbox, &changes, &bench->todo);
  bridge_changes_clear (&changes);
}

static void
meet (Company *company)
{
  book (company->me);
  book (company->other);
  network_settle (company->network);
  hear (&company->mine);
  hear (&company->theirs);
}

static void
company_finish (Company *company)
{
  g_autofree char *mine = NULL, *theirs = NULL;

  meet (company);
  assert_settled (company->me);
  assert_settled (company->other);
  mine = bench_describe (&company->mine);
  theirs = bench_describe (&company->theirs);
  g_assert_cmpstr (mine, ==, theirs);
  bench_clear (&company->mine);
  bench_clear (&company->theirs);
  network_free (company->network);
}

static BridgeStamp
add_note (Company *company, double x, double y)
{
  BridgeStamp id = bench_add (&company->mine, BRIDGE_KIND_NOTE, x, y, 100, 100);

  meet (company);
  return id;
}

static void
delete_by_other (Company *company, BridgeStamp id)
{
  bench_set (&company->theirs, id, BRIDGE_PROPERTY_DELETED, bridge_value_boolean (true));
  meet (company);
}

/* What is taken from under the hand stays gone; the rest goes on with it. */
static void
test_deleted_while_dragging (void)
{
  Company     company;
  Bench      *mine = &company.mine;
  BridgeStamp a, b;

  company_init (&company);
  a = add_note (&company, 100, 100);
  b = add_note (&company, 300, 100);
  bench_select (mine, a, &b, NULL);
  bench_press (mine, 150, 150);
  bench_move (mine, 160, 150);
  delete_by_other (&company, a);
  bench_assert_selected (mine, 1, &b);
  bench_move (mine, 250, 150);
  bench_release (mine, 250, 150);
  bench_assert_selected (mine, 1, &b);
  bench_assert_box (mine, b, 400, 100, 100, 100);
  g_assert_true (bridge_item_is_deleted (bridge_board_item (bench_board (mine), a)));
  meet (&company);
  /* My undo takes back my move, not their deletion. */
  bench_undo (mine);
  bench_assert_box (mine, b, 300, 100, 100, 100);
  g_assert_true (bridge_item_is_deleted (bridge_board_item (bench_board (mine), a)));
  company_finish (&company);
}

/* All of it, in each kind of drag, and before the drag has begun to move. */
static void
test_all_deleted_while_dragging (void)
{
  static const BridgePoint places[] = { { 150, 150 }, { 200, 200 }, { 150, 76 } };

  for (size_t i = 0; i < 2 * G_N_ELEMENTS (places); i++)
    {
      BridgePoint at = places[i / 2];
      Company     company;
      Bench      *mine = &company.mine;
      BridgeStamp id;

      company_init (&company);
      id = add_note (&company, 100, 100);
      bench_select (mine, id, NULL);
      bench_press (mine, at.x, at.y);
      if (i % 2 == 0)
        bench_move (mine, at.x + 20, at.y + 20);
      delete_by_other (&company, id);
      bench_assert_selected (mine, 0);
      bench_move (mine, at.x + 50, at.y + 50);
      if (i < G_N_ELEMENTS (places))
        bench_release (mine, at.x + 50, at.y + 50);
      else
        bench_cancel (mine);
      g_assert_cmpuint (bench_n_items (mine), ==, 0);
      bench_assert_selected (mine, 0);
      g_assert_cmpstr (bridge_toolbox_cursor (mine->toolbox), ==, "default");
      company_finish (&company);
    }
}

/* A lock that comes in ends the move where it is; one that the room saw first takes back what it did not know of. */
static void
test_locked_while_dragging (void)
{
  Company     company;
  Bench      *mine = &company.mine;
  BridgeStamp id;

  company_init (&company);
  id = add_note (&company, 100, 100);
  bench_press (mine, 150, 150);
  bench_move (mine, 170, 150);
  meet (&company);
  bench_set (&company.theirs, id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  book (company.other);
  while (link_send_up (company.other->link, G_MAXUINT) || link_deliver_up (company.other->link, G_MAXUINT))
    ;
  bench_move (mine, 190, 150);
  bench_assert_box (mine, id, 140, 100, 100, 100);
  book (company.me);
  network_settle (company.network);
  bench_assert_box (mine, id, 120, 100, 100, 100);
  bench_move (mine, 250, 150);
  bench_release (mine, 250, 150);
  bench_assert_box (mine, id, 120, 100, 100, 100);
  g_assert_cmpuint (bridge_guest_n_outbox (mine->guest), ==, 0);
  company_finish (&company);
}

/* A cancelled drag of which the room refused everything takes back no more than itself. */
static void
test_cancel_after_refusal (void)
{
  Company     company;
  Bench      *mine = &company.mine;
  BridgeStamp id;

  company_init (&company);
  id = add_note (&company, 100, 100);
  bench_drag (mine, 150, 150, 170, 150);
  meet (&company);
  bench_set (&company.theirs, id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  book (company.other);
  while (link_send_up (company.other->link, G_MAXUINT) || link_deliver_up (company.other->link, G_MAXUINT))
    ;
  bench_press (mine, 170, 150);
  bench_move (mine, 300, 150);
  book (company.me);
  network_settle (company.network);
  bench_assert_box (mine, id, 120, 100, 100, 100);
  bench_cancel (mine);
  bench_assert_box (mine, id, 120, 100, 100, 100);
  g_assert_cmpuint (bridge_guest_n_outbox (mine->guest), ==, 0);
  company_finish (&company);
}

/* A stroke, a shape: what others see of it while it is drawn, and what becomes of it when they take it away. */
static void
test_deleted_while_drawing (void)
{
  static const BridgeTool tools[] = { BRIDGE_TOOL_PEN, BRIDGE_TOOL_SHAPE };

  for (size_t i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      Company     company;
      Bench      *mine = &company.mine;
      BridgeStamp id;

      company_init (&company);
      bench_tool (mine, tools[i]);
      bench_press (mine, 100, 100);
      bench_move (mine, 200, 200);
      id = bridge_toolbox_drawing (mine->toolbox);
      meet (&company);
      g_assert_cmpuint (bench_n_items (&company.theirs), ==, 1);
      delete_by_other (&company, id);
      bench_move (mine, 300, 300);
      bench_release (mine, 400, 300);
      g_assert_cmpuint (bench_n_items (mine), ==, 0);
      bench_assert_selected (mine, 0);
      meet (&company);
      g_assert_cmpuint (bench_n_items (&company.theirs), ==, 0);
      /* Their undo shows it whole. */
      bench_undo (&company.theirs);
      meet (&company);
      g_assert_cmpuint (bench_n_items (mine), ==, 1);
      if (tools[i] == BRIDGE_TOOL_PEN)
        g_assert_cmpuint (bench_top (mine)->points.count, ==, 5);
      else
        bench_assert_box (mine, id, 100, 100, 300, 200);
      company_finish (&company);
    }
}

/* Two hold one item: what each writes last is what stands, and both see the same. */
static void
test_both_drag_one (void)
{
  Company     company;
  Bench      *mine = &company.mine, *theirs = &company.theirs;
  BridgeStamp id;

  company_init (&company);
  id = add_note (&company, 100, 100);
  bench_press (mine, 150, 150);
  bench_press (theirs, 150, 150);
  for (int i = 1; i <= 10; i++)
    {
      bench_move (mine, 150 + 10 * i, 150);
      bench_move (theirs, 150, 150 + 10 * i);
      meet (&company);
    }
  bench_release (mine, 250, 150);
  bench_release (theirs, 150, 250);
  bench_assert_selected (mine, 1, &id);
  bench_assert_selected (theirs, 1, &id);
  company_finish (&company);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tools/company/deleted-while-dragging", test_deleted_while_dragging);
  g_test_add_func ("/tools/company/all-deleted-while-dragging", test_all_deleted_while_dragging);
  g_test_add_func ("/tools/company/locked-while-dragging", test_locked_while_dragging);
  g_test_add_func ("/tools/company/cancel-after-refusal", test_cancel_after_refusal);
  g_test_add_func ("/tools/company/deleted-while-drawing", test_deleted_while_drawing);
  g_test_add_func ("/tools/company/both-drag-one", test_both_drag_one);
  return g_test_run ();
}
