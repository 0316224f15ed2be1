/* Immutable bytes with a reference count, for what goes to many peers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The count is not atomic: a blob stays on the thread that made it. */
typedef struct
{
  const uint8_t *data;
  size_t         length;
  unsigned       n_references;
  size_t        *held; /* where its bytes are counted; NULL: nowhere */
} BridgeBlob;

BridgeBlob *bridge_blob_new (const void *data, size_t length);   /* copies */
BridgeBlob *bridge_blob_new_take (uint8_t *data, size_t length); /* takes memory of bridge_alloc */
/* Takes it too, and counts what it costs in *held, which must outlive it, until it is freed. */
BridgeBlob *bridge_blob_new_held (uint8_t *data, size_t length, size_t *held);
BridgeBlob *bridge_blob_ref (BridgeBlob *blob);
void        bridge_blob_unref (BridgeBlob *blob); /* NULL is allowed */
