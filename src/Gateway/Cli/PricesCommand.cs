using System.CommandLine;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Runtime;
using Gateway.Runtime.PriceBooks;

namespace Gateway.Cli;

/// <summary>Implements <c>gateway prices</c> and <c>gateway prices check</c>.</summary>
internal static class PricesCommand
{
    public static Command Create()
    {
        var option = new Option<string?>("--config")
        {
            Description = "The file. Default: the one the gateway would run with.",
            Recursive = true,
        };
        var list = new Option<string?>("--list") { Description = "Only this price list, such as siliconflow.cn." };
        var command = new Command("prices", "Prints the price book in force: what each model costs now, who says so, and how old that is.")
        {
            option, list, Check(option),
        };
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            var location = ConfigLocation.Find(parsed.GetValue(option));
            if (ConfigCommand.TryLoad(location)?.Config is not { } config)
            {
                return 1;
            }

            var (knowledge, isWhole) = await BookOfAsync(config, location, stop);
            Console.Write(PricesTable.Of(knowledge.Prices, parsed.GetValue(list), TimeProvider.System.GetUtcNow()));
            return isWhole ? 0 : 1;
        }));
        return command;
    }

    private static Command Check(Option<string?> option)
    {
        var online = new Option<bool>("--online")
        {
            Description = "Also asks the backends what they hold, and checks what their lists no longer have.",
        };
        var command = new Command(
            "check",
            "Names each model in the configuration whose price is older than 45 days or unknown, and each that has ended or is answered by "
            + "another. Ends with 1 when there is any.") { online };
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            var location = ConfigLocation.Find(parsed.GetValue(option));
            if (ConfigCommand.TryLoad(location)?.Config is not { } config)
            {
                return 1;
            }

            var (knowledge, isWhole) = await BookOfAsync(config, location, stop);
            var found = await PricesCheck.RunAsync(config, knowledge, parsed.GetValue(online), stop);
            foreach (var line in found)
            {
                Console.WriteLine(line);
            }

            Console.WriteLine(found.Count == 0 ? "Nothing is old, ended, unpriced or redirected." : $"{found.Count} found.");
            return isWhole && found.Count == 0 ? 0 : 1;
        }));
        return command;
    }

    // What a gateway would use that starts now. It says what it leaves out.
    private static async Task<(ModelKnowledge Knowledge, bool IsWhole)> BookOfAsync(
        GatewayConfig config, ConfigLocation location, CancellationToken stop)
    {
        var builtIn = BuiltInKnowledge.Read();
        if (config.Prices is not { } prices)
        {
            return (builtIn, true);
        }

        using var source = new BookSource();
        var (bytes, fault) = await source.ReadAsync(prices, location.Folder, stop);
        PriceTable? book = null;
        if (bytes is not null)
        {
            (book, fault) = BookText.Read(bytes, prices.Sha256);
        }

        if (book is null)
        {
            await Console.Error.WriteLineAsync($"{prices.File ?? prices.Url} is refused, and the built-in book holds: {fault}");
            return (builtIn, false);
        }

        return (builtIn.With(builtIn.Book.With(book)), true);
    }
}
