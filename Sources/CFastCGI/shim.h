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

// A message of one line, and room for two descriptors beside it.
typedef struct {
  struct iovec text;
  union {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(2 * sizeof(int))];
  } control;
  struct msghdr message;
} exstreamtv_parcel;

static inline void exstreamtv_wrap(
    exstreamtv_parcel *parcel, const char *line, const int *descriptors, int count) {
  memset(parcel, 0, sizeof *parcel);
  parcel->text.iov_base = (void *)line;
  parcel->text.iov_len = strlen(line);
  parcel->message.msg_iov = &parcel->text;
  parcel->message.msg_iovlen = 1;
  if (count <= 0) return;
  parcel->message.msg_control = &parcel->control;
  parcel->message.msg_controllen = CMSG_SPACE((size_t)count * sizeof(int));
  struct cmsghdr *head = CMSG_FIRSTHDR(&parcel->message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
  memcpy(CMSG_DATA(head), descriptors, (size_t)count * sizeof(int));
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
  exstreamtv_parcel parcel;
  exstreamtv_wrap(&parcel, line, descriptors, count);
  parcel.message.msg_name = &address;
  parcel.message.msg_namelen = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
  int sender = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (sender < 0) return -1;
  ssize_t sent = sendmsg(sender, &parcel.message, MSG_NOSIGNAL);
  close(sender);
  return sent < 0 ? -1 : 0;
}

/// Sends a line with at most two descriptors over a connection that keeps messages apart; 0 when it
/// was sent.
static inline int exstreamtv_pass_descriptors(
    int connection, const char *line, const int *descriptors, int count) {
  if (count < 0 || count > 2) return -1;
  exstreamtv_parcel parcel;
  exstreamtv_wrap(&parcel, line, descriptors, count);
  return sendmsg(connection, &parcel.message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

/// Receives a line, ended by a zero, with at most two descriptors, closed on exec; how many, or -1
/// when nothing came, the line was empty, or the other side has left.
static inline int exstreamtv_receive_descriptors(
    int connection, char *line, size_t room, int descriptors[2]) {
  struct iovec text = {line, room - 1};
  union {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(2 * sizeof(int))];
  } control;
  struct msghdr message = {
      .msg_iov = &text,
      .msg_iovlen = 1,
      .msg_control = &control,
      .msg_controllen = sizeof control};
  ssize_t received = recvmsg(connection, &message, MSG_CMSG_CLOEXEC);
  if (received <= 0) return -1;
  line[received] = 0;
  int count = 0;
  for (struct cmsghdr *head = CMSG_FIRSTHDR(&message); head; head = CMSG_NXTHDR(&message, head)) {
    if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) continue;
    count = (int)((head->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    memcpy(descriptors, CMSG_DATA(head), (size_t)count * sizeof(int));
  }
  return count;
}

/// Sends two pieces as one, without waiting; how much was sent, or -1.
static inline ssize_t exstreamtv_send_both(
    int connection, const void *first, size_t firstSize, const void *second, size_t secondSize) {
  struct iovec pieces[2] = {{(void *)first, firstSize}, {(void *)second, secondSize}};
  struct msghdr message = {.msg_iov = pieces, .msg_iovlen = 2};
  return sendmsg(connection, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}
