using StockNow.Host.Commands;

return await Outermost.RunAsync(args);
