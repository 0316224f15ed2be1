/* Allocation that aborts rather than fails.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static size_t
product (size_t count, size_t size)
{
  if (size != 0 && count > SIZE_MAX / size)
    abort ();
  return count * size;
}

static void *
checked (void *memory)
{
  if (memory == NULL)
    abort ();
  return memory;
}

void *
bridge_alloc (size_t count, size_t size)
{
  size_t total = product (count, size);
  return total == 0 ? NULL : checked (malloc (total));
}

void *
bridge_alloc0 (size_t count, size_t size)
{
  size_t total = product (count, size);
  return total == 0 ? NULL : checked (calloc (1, total));
}

void *
bridge_realloc (void *memory, size_t count, size_t size)
{
  size_t total = product (count, size);

  if (total == 0)
    {
      free (memory);
      return NULL;
    }
  return checked (realloc (memory, total));
}

void *
bridge_memdup (const void *data, size_t length)
{
  void *copy = bridge_alloc (length, 1);

  if (length > 0)
    memcpy (copy, data, length);
  return copy;
}

void
bridge_free (void *memory)
{
  free (memory);
}

void *
bridge_grow (void *memory, size_t *capacity, size_t needed, size_t size)
{
  size_t grown = *capacity;

  if (needed <= grown)
    return memory;
  if (grown < 8)
    grown = 8;
  while (grown < needed)
    grown = grown > SIZE_MAX / 2 ? needed : grown * 2;
  memory = bridge_realloc (memory, grown, size);
  *capacity = grown;
  return memory;
}
