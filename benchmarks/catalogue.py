"""Every benchmark by its name, in the order of the table."""

from __future__ import annotations

from benchmarks import billing, chain, desk, durable, intake, money, program, reading, stages
from benchmarks.measuring import Benchmark, Scale

BENCHMARKS = {
    benchmark.name: benchmark
    for benchmark in (
        Benchmark("messages-sqlite", "messages/s", desk.messages_sqlite),
        Benchmark("messages-postgresql", "messages/s", desk.messages_postgresql),
        Benchmark("durability", "messages/s", durable.durability),
        Benchmark("intake-dovecot", "messages/s", intake.keeping),
        Benchmark("quiet-mailboxes", "ms", intake.quiet, Scale.DURATION),
        Benchmark("opening", "messages/s", reading.opening),
        Benchmark("reading", "messages/s", reading.reading(lambda: None)),
        Benchmark("reading-classifier", "messages/s", reading.reading(reading.required_classifier)),
        Benchmark("reading-large-desk", "messages/s", reading.reading_in_large),
        *stages.BENCHMARKS,
        *chain.BENCHMARKS,
        Benchmark("camt", "entries/s", money.camt),
        Benchmark("mt940", "entries/s", money.mt940),
        Benchmark("cfonb", "entries/s", money.cfonb),
        Benchmark("bank-csv", "entries/s", money.bank_csv),
        Benchmark("cash-matching", "lines/s", money.matching),
        Benchmark("cash-booking", "lines/s", money.booking),
        Benchmark("billing-plan-sqlite", "invoices/s", billing.plan_on_sqlite),
        Benchmark("dunning-plan", "customers/s", money.dunning_in_memory),
        Benchmark("dunning-plan-sqlite", "customers/s", money.dunning_on_sqlite),
        Benchmark("dunning-plan-postgresql", "customers/s", money.dunning_on_postgresql),
        Benchmark("invoice-pdf", "invoices/s", program.invoices),
        Benchmark("e-invoice", "judged/s", program.judged_invoices),
        Benchmark("start", "ms", program.start, Scale.DURATION),
        Benchmark("read-one", "ms", program.read_one, Scale.DURATION),
        Benchmark("installed", "MB", program.installed, Scale.FIXED),
    )
}
