/* The session card: what a link leads to, asked before joining (contracts.md).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/invite.h"

#include <gio/gio.h>

typedef struct
{
  char    *title;
  char    *host;
  guint    people;
  guint64  items;
  gboolean full;
} BridgeCard;

void bridge_card_free (BridgeCard *card);
/* Fails with the errors of error.h. */
void        bridge_card_fetch_async (BridgeInvite       *invite,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            data);
BridgeCard *bridge_card_fetch_finish (GAsyncResult *result, GError **error);
/* One line of JSON without newline (transfer full). */
char *bridge_card_to_json (const BridgeCard *card);
/* What those who do not show the token are told: no more than whether it is full. */
char *bridge_card_to_public_json (const BridgeCard *card);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BridgeCard, bridge_card_free)
