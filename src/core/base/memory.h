/* Allocation that cannot fail: no memory aborts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

/* Each returns new memory (free with bridge_free), NULL for a size of 0, and aborts when there is none or when
 * count * size overflows. */
void *bridge_alloc (size_t count, size_t size);
void *bridge_alloc0 (size_t count, size_t size);
void *bridge_realloc (void *memory, size_t count, size_t size);
void *bridge_memdup (const void *data, size_t length);
void  bridge_free (void *memory);

/* Returns memory grown so that at least `needed` elements fit, doubling; updates *capacity. */
void *bridge_grow (void *memory, size_t *capacity, size_t needed, size_t size);

#define bridge_new(Type, count)           ((Type *)bridge_alloc ((count), sizeof (Type)))
#define bridge_new0(Type, count)          ((Type *)bridge_alloc0 ((count), sizeof (Type)))
#define bridge_renew(Type, memory, count) ((Type *)bridge_realloc ((memory), (count), sizeof (Type)))
