/**
 * Where both sides keep what they tell each other: positions of 32-bit words. This file is compiled twice, by the compiler of the
 * kernel and by that of everything else.
 */

// The tables, from address 0 on. Addresses are in bytes.

/** 32-bit words in a state. */
export const words = 0;
/** How many processes there are. */
export const processes = 1;
/** Address of what is known of each process: place and mask of its location, address of its steps, whether deadlocks count it. */
export const processTable = 2;
/** Place and mask of the variable that says why the run has ended. */
export const haltPlace = 3;
export const haltMask = 4;
/** Addresses: by step, where the root of its tree stands; the nodes; the children; the leaves; what their outcomes do. */
export const roots = 5;
export const nodes = 6;
export const children = 7;
export const leaves = 8;
export const code = 9;
/** Address of the pointwise updates: of each, the address and the length of its results. */
export const updates = 10;
/** Address of the place and the mask of each variable. */
export const places = 11;
/** Address of a byte for each set of assertions: not 0 where it has been reported. */
export const reported = 12;
/** Address of the questions of a sweep: of each, its root, the answer that is looked for, and whether it is open. */
export const questions = 13;
export const questionCount = 14;
/** How many states there are: their numbers are below. */
export const size = 15;
/** For how many states there is room in the store. */
export const capacity = 16;
/** Addresses: by segment, where its states, and where the masks of its states are. */
export const segments = 17;
export const maskSegments = 18;
/** The table that finds states: its address, and how many bits number its slots. */
export const table = 19;
export const tableBits = 20;
/** The table must be doubled before there are more states than this. */
export const tableRoom = 21;
/** The number of the first state of the next level of a sweep. */
export const nextLevel = 22;
/** Two to this power is how many states a segment holds. */
export const segmentBits = 23;
// Of what several desks share.

/** The number of the next state that nobody has taken on, and the first that is not of the level. The same of lines of the old table. */
export const cursor = 24;
export const levelEnd = 25;
/** So many states more there must be room for: every desk may be about to add what is on it. */
export const margin = 26;
/** Not 0 where everybody is to stop and somebody has to be told something, or to make room. */
export const pause = 27;
/** So many states of the level are taken on at once. */
export const chunk = 29;
/** Bits of a hash that are not looked at are 0 here: tests let hashes collide. */
export const hashMask = 30;
/** Address of what is known of exchanges, in a search on representatives; 0 in every other. */
export const exchanges = 31;
/** What is to be done: one of the jobs below. */
export const job = 28;
/** Address of the table that is split into the present one. */
export const oldTable = 32;
/** How many registers there are. */
export const registerCount = 40;

// What is known of exchanges, from that address on: of each kind of record, the positions of its words.

/** How many variables have more than one value: all else numbers those alone. How many blocks of elements that are alike, and the address of what is known of each. */
export const exchangeVariables = 0;
export const exchangeBlocks = 1;
export const exchangeBlockTable = 2;
/** Address, by set of blocks that are not settled: the address, by variable, of the orbit of each of its values. */
export const exchangeOrbits = 3;
/** Address, by number of tied elements: the address of how many exchanges lead through all their orders, and at which positions. */
export const exchangeWays = 4;
/** Address of the number of each variable that has more than one value. */
export const exchangeLive = 5;
export const exchangeHeader = 6;
/** Of a block: how many elements; the own variables of one, and the address of those of all; the address of its exchanges. */
export const blockElements = 0;
export const blockOwn = 1;
export const blockOwnTable = 2;
export const blockExchanges = 3;
export const blockWords = 4;
/** Of an exchange: pairs of variables that change places, with the addresses of what becomes of the values of each. */
export const exchangePairCount = 0;
export const exchangePairs = 1;
/** Variables that stay, with the address of what becomes of their values. */
export const exchangeInPlaceCount = 2;
export const exchangeInPlace = 3;
/** Pairs of processes that change places. */
export const exchangeProcessCount = 4;
export const exchangeProcesses = 5;
export const exchangeWords = 6;
/** Of a tie: the address of its block, and the positions of the first and the last element. */
export const tieWords = 3;
/** The first so many blocks can be settled. */
export const settledBlocks = 6;
/** So many orders of elements that are equal in what they alone determine are tried. */
export const mostOrders = 720;

// What a call works with, from the address of its desk on.

/** How many states it has dealt with. */
export const done = 1;
/** What it needs to know: in which state, by number; and the step, the question, or the update and the value that it is of. */
export const state = 2;
export const subject = 3;
export const value = 4;
/** How many moves there are, and for how many there is room. */
export const moves = 5;
export const room = 6;
/** Addresses of the states that moves lead to, word by word; of their hashes; of the numbers of those states. */
export const next = 7;
export const hashes = 8;
export const targets = 9;
/** Addresses by move: where it comes from, who moves, which outcome, what it costs, what it fails; and its mask in a sweep. */
export const sources = 10;
export const movers = 11;
export const outcomes = 12;
export const costs = 13;
export const failures = 14;
export const masks = 15;
/** Address of room for the processes that can move in a state. */
export const movable = 17;
/** Enabled outcomes of the states dealt with so far, as a 64-bit number. */
export const transitions = 18;
/** The first state from which nothing but the surroundings moves and somebody has to; -1 for none. */
export const stuck = 20;
/** Address of what was found: by question, the number of the state, or -1. */
export const found = 21;
/** Failing moves that were not reported yet: how many, and the address of state, process, outcome and set of each. */
export const failing = 22;
export const failingTable = 23;
/** Moves that were looked up, as a 64-bit number. */
export const lookups = 24;
/** Keeps what was touched from being optimised away. */
export const touched = 26;
/** The numbers that are this desk's to give to new states of a shared level: the next, and the end. */
export const blockNext = 27;
export const blockEnd = 28;
/** What was left of a shared level: how many ranges of states, and the address of the first state and the length of each. */
export const left = 29;
export const leftTable = 30;
/** What the member at this desk is at: one of the numbers below. */
export const status = 31;
/** Changes when there is a level to share; less than 0 where the member is to go. */
export const command = 32;
/** In a search on representatives: address of the room for exchanges; and by move, where each process has gone, of those that can be masked. */
export const exchangeRoom = 33;
export const standings = 34;
/** How many words a desk has of its own. */
export const deskSize = 48;

/** Reasons. */
export const finished = 0;
export const unknownStep = 1;
export const unknownAnswer = 2;
export const unknownUpdate = 3;
/** There may be too little room for more states, in the store or in the table. */
export const noRoomForStates = 4;
/** There is too little room for the moves of one state. */
export const noRoomForMoves = 5;

/** Jobs: to expand a level; to split lines of the table; and then, to enter what stood behind full ones. */
export const levelJob = 0;
export const splitJob = 1;
export const displacedJob = 2;

/** What a member is at: not there yet, waiting, sharing a level; or it has failed. */
export const absent = 0;
export const waiting = 1;
export const sharing = 2;
export const gone = 3;
/** So many numbers for new states are taken at once. */
export const block = 64;
/** There is room for so many ranges of states that are left. */
export const mostLeft = 256;

/** Bytes of a process and of a leaf; and words before the patches of an outcome. */
export const processBytes = 16;
export const leafBytes = 32;
export const outcomeHeader = 4;
/** So many processes can be left out of a sweep's lookups, the first ones. */
export const maskedProcesses = 32;
/** Bytes of a process that can move: what it touches and what it writes, its number, its first move and the one behind its last. */
export const movableBytes = 32;
/** Bytes of where processes have gone by a move. */
export const standingBytes = 64;
