/**
 * The ticket lock [Mellor-Crummey & Scott 1991], as the kernel had it on x86 until 4.2 and on Arm for longer.
 *
 * 1 ticket := next++    2 spin until owner = ticket    3 critical section, then owner++
 *
 * Claim: there is never more than one in the critical section, and they enter in the order of their tickets. Taking the
 * ticket must be one step, and there must be as many different tickets as there are processes: the counters wrap, as
 * the kernel's do at 256 or 65,536, and here they wrap at n.
 */

import { List } from "immutable";
import { family, indexed, language, model, wholeNumber } from "preempt";
