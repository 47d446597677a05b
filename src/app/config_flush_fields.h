// The settings of the flusher (spec 002: service, vacuum); part of the list in config_fields.cc.
#pragma once

#include <array>

#include "app/config_field.h"

namespace lake {

inline constexpr std::array kFlushFields = {
    Sets<&Settings::flush_once>("", "false", "Flush once, delete what is flushed, and end.")
        .Flag("--once", "", kFlush),
    Sets<&Settings::network>("", "",
                             "Passphrase of the network that the hot buffer has ledgers of; needed "
                             "when it is none of the public ones.")
        .Flag("--network", "NETWORK", kFlush),
    Sets<&Settings::health_port>("", "8089",
                                 "Port of /health, /ready and /metrics; 0 switches them off.")
        .Between(0, 65'535)
        .Flag("--health-port", "PORT", kFlush),
    Sets<&Settings::flush_interval_minutes>("service.flush_interval_minutes", "10",
                                            "How often the hot buffer is flushed to the lake.")
        .Between(5, 60)
        .Flag("--interval", "MINUTES", kFlush),
    Sets<&Settings::delete_delay>(
        "service.delete_delay_seconds", "",
        "How long ledgers stay in the hot buffer when they are in the lake, for queries that have "
        "begun to read them there; nothing means 60, and 0 with --once and at the last flush.")
        .Flag("--delete-delay", "SECONDS", kFlush),
    Sets<&Settings::final_flush_seconds>(
        "service.final_flush_seconds", "10",
        "How long the flusher may go on when it is asked to stop, for the flush under way and one "
        "more; 0 ends it at once. What is not flushed by then is by the next start.")
        .Between(0, 3'600),
    Sets<&Settings::vacuum_enabled>(
        "vacuum.enabled", "true",
        "VACUUM and ANALYZE the hot buffer's tables now and then. Before PostgreSQL 17 only their "
        "owner may; for others autovacuum does it."),
    Sets<&Settings::vacuum_every>("vacuum.every_n_flushes", "10", "Behind how many flushes.")
        .Between(1, 100'000),
};

}  // namespace lake
