using StockNow.Host.Commands;

return await new CommandTree().RunAsync(args);
