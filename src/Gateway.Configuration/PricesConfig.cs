using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description(
    "A price book of your own, or one that somebody publishes, in the form of config/prices.tsv. Each price list in it replaces the " +
    "built-in list of the same name as a whole; the other lists stay. A book with a mistake is refused with its line, and the last good " +
    "one stays in force. 'gateway prices' shows what is in force.")]
internal sealed record PricesConfig
{
    [Description(
        "The file. A relative path starts at the folder of the configuration file. It is read again within a few seconds of a change. " +
        "Write either this or 'url'.")]
    public string? File { get; init; }

    [Matches("^https?://[^\\s]+$", "an http or https address such as https://prices.example.com/prices.tsv")]
    [Description(
        "The address to fetch the book from: at start and every hour, through the proxy that HTTPS_PROXY names. Until it has been " +
        "fetched once, the built-in book holds. Write either this or 'file'.")]
    public string? Url { get; init; }

    [Matches("^[0-9a-fA-F]{64}$", "64 hexadecimal digits")]
    [Description(
        "The SHA-256 of the book's bytes. A book with another one is refused. Write it where you do not trust the way to the book. " +
        "Default: any book is taken.")]
    public string? Sha256 { get; init; }
}
