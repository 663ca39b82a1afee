#pragma once
#include <fcgiapp.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

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

// Control messages are macros, which Swift does not see; memfd_create is no part of its Glibc
// module either.

/// A file in memory that has no name, closed on exec; -1 on failure.
static inline int exstreamtv_memory_file(void) {
  return (int)syscall(SYS_memfd_create, "exstreamtv", 1u);
}

/// Sends a line with at most two descriptors to a unix datagram socket, whose name may begin with
/// an at sign for an abstract one; 0 when it was sent.
static inline int exstreamtv_send_descriptors(
    const char *path, const char *line, const int *descriptors, int count) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = strlen(path);
  if (length == 0 || length >= sizeof address.sun_path || count < 0 || count > 2) return -1;
  memcpy(address.sun_path, path, length);
  if (path[0] == '@') address.sun_path[0] = 0;
  struct iovec text = {(void *)line, strlen(line)};
  union {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(2 * sizeof(int))];
  } control = {0};
  struct msghdr message = {
      .msg_name = &address,
      .msg_namelen = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length),
      .msg_iov = &text,
      .msg_iovlen = 1};
  if (count > 0) {
    message.msg_control = &control;
    message.msg_controllen = CMSG_SPACE((size_t)count * sizeof(int));
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
    memcpy(CMSG_DATA(head), descriptors, (size_t)count * sizeof(int));
  }
  int sender = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (sender < 0) return -1;
  ssize_t sent = sendmsg(sender, &message, MSG_NOSIGNAL);
  close(sender);
  return sent < 0 ? -1 : 0;
}
