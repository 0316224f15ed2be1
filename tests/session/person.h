/* People in sessions, for the tests of session/.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

/* A session, and what it has told. */
typedef struct
{
  BridgeSession *session;
  GError        *failed;
  GError        *ended;
  guint          n_changed;
  guint          n_commits; /* of ours */
  GString       *states;    /* the first letters, as they came */
  char          *status;    /* the last that was not empty */
  char          *renamed;   /* whom somebody else is called now */
  int            cursor_x;  /* of somebody else */
} Person;

void     person_init (Person *person, const char *name);
void     person_clear (Person *person);
gboolean person_is_live (Person *person);
gboolean person_is_alone (Person *person);
guint    person_pending (Person *person);
guint    person_n_people (Person *person);
gsize    person_n_items (Person *person);
gsize    person_n_lines (Person *person);
void     person_draw (Person *person, double x); /* a small rectangle there */
/* The same board, and nothing on its way. */
gboolean people_agree (Person *a, Person *b);

gboolean person_try_share (Person *host, const BridgeServerOptions *options, GCancellable *cancellable, GError **error);
/* A new host with a board of `n_drawn` items, sharing it on loopback with the identity of this user; the way in (transfer none). */
BridgeInvite *person_share (Person *host, guint n_drawn);
/* A new guest; waits until it is live. */
void person_join (Person *guest, const char *name, BridgeInvite *invite);
