/* Immutable bytes with a reference count.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/blob.h"

#include "core/base/memory.h"

#include <assert.h>

BridgeBlob *
bridge_blob_new (const void *data, size_t length)
{
  return bridge_blob_new_take (bridge_memdup (data, length), length);
}

BridgeBlob *
bridge_blob_new_take (uint8_t *data, size_t length)
{
  BridgeBlob *blob = bridge_new (BridgeBlob, 1);

  *blob = (BridgeBlob){ .data = data, .length = length, .n_references = 1 };
  return blob;
}

BridgeBlob *
bridge_blob_new_held (uint8_t *data, size_t length, size_t *held)
{
  BridgeBlob *blob = bridge_blob_new_take (data, length);

  blob->held = held;
  *held += sizeof *blob + length;
  return blob;
}

BridgeBlob *
bridge_blob_ref (BridgeBlob *blob)
{
  assert (blob->n_references > 0);
  blob->n_references++;
  return blob;
}

void
bridge_blob_unref (BridgeBlob *blob)
{
  if (blob == NULL)
    return;
  assert (blob->n_references > 0);
  if (--blob->n_references > 0)
    return;
  if (blob->held != NULL)
    *blob->held -= sizeof *blob + blob->length;
  bridge_free ((void *)blob->data);
  bridge_free (blob);
}
