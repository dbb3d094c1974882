using StockNow.Benchmarks;

return await new BenchmarkCommands().RunAsync(args);
