/* The client's opening handshake: a request, and the judgement of what is answered.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/bytes.h"
#include "session/link.h"

typedef struct BridgeUpgrade BridgeUpgrade;

/* Borrows the place for as long as it lives. */
BridgeUpgrade *bridge_upgrade_new (const BridgeLinkPlace *place);
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
/* The status of the answer; 0 until its head is there. */
guint bridge_upgrade_http_status (const BridgeUpgrade *upgrade);
/* What was agreed on, once it is done. */
const BridgeDeflateTerms *bridge_upgrade_deflate (const BridgeUpgrade *upgrade);
