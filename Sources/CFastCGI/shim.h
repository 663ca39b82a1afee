#pragma once
#include <fcgiapp.h>
#include <sys/epoll.h>

// epoll is not part of Swift's Glibc module. These three calls are all that the
// listener needs of it, as plain functions of file descriptors.

/// A new epoll instance, closed on exec; -1 on failure.
static inline int exstreamtv_door_open(void) { return epoll_create1(EPOLL_CLOEXEC); }

/// Watches a descriptor for reading; `exclusive` wakes one waiter per knock.
static inline int exstreamtv_door_watch(int door, int fd, int exclusive) {
  struct epoll_event event = {0};
  event.events = EPOLLIN | (exclusive ? EPOLLEXCLUSIVE : 0);
  event.data.fd = fd;
  return epoll_ctl(door, EPOLL_CTL_ADD, fd, &event);
}

/// Waits for either descriptor; answers how many of `ready` are filled, or -1.
static inline int exstreamtv_door_wait(int door, int ready[2], int milliseconds) {
  struct epoll_event events[2];
  int count = epoll_wait(door, events, 2, milliseconds);
  for (int i = 0; i < count; i++) ready[i] = events[i].data.fd;
  return count;
}
