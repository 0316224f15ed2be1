/* The client's opening handshake: a request, and the judgement of what is answered.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/bytes.h"
#include "session/invite.h"

typedef struct BridgeUpgrade BridgeUpgrade;

BridgeUpgrade *bridge_upgrade_new (BridgeInvite *invite);
void           bridge_upgrade_free (BridgeUpgrade *upgrade);
/* Appends the request to `out`. */
void bridge_upgrade_put_request (BridgeUpgrade *upgrade, BridgeBytes *out);

typedef enum
{
  BRIDGE_UPGRADE_MORE, /* the head of the answer is not whole yet */
  BRIDGE_UPGRADE_DONE,
  BRIDGE_UPGRADE_FAILED,
} BridgeUpgradeResult;

/* Bytes of the answer. DONE: *rest tells how many of them, the last, belong to the conversation already. */
BridgeUpgradeResult bridge_upgrade_feed (BridgeUpgrade *upgrade, const guint8 *data, gsize length, gsize *rest, GError **error);
