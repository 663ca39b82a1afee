#ifndef SHIFTED_CLOCK_H
#define SHIFTED_CLOCK_H

// Preloaded into a program, this library puts its wall clock off by as many nanoseconds as the
// file named by SHIFTED_CLOCK holds: eight bytes, read anew at every question, so that whoever
// rewrites them steps the clock of every program that has the file open. Clocks that count what
// has passed since the start stay real.
//
// Debian's libfaketime does not do: Swift programs lose their arguments below it.

#endif
