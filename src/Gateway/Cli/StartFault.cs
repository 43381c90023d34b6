using System.Net;
using System.Net.Sockets;
using Gateway.Configuration;
using Gateway.Ledger.Journal;
using Microsoft.AspNetCore.Connections;

namespace Gateway.Cli;

/// <summary>Explains in one line what prevents the start, when the operator can fix it.</summary>
internal static class StartFault
{
    /// <param name="fault">The host's exception.</param>
    /// <param name="listen">The addresses it was to listen on.</param>
    /// <param name="isDemo">True when the addresses came from the command line.</param>
    /// <returns>The line; null for a fault of the gateway's own, whose stack trace is wanted.</returns>
    public static string? WordsOf(Exception fault, ListenConfig listen, bool isDemo)
    {
        var all = Chain(fault).ToList();
        if (all.OfType<JournalInUseException>().FirstOrDefault() is { } journal)
        {
            return journal.Message;
        }

        if (!all.Exists(static e => e is AddressInUseException or SocketException))
        {
            return null;
        }

        (string Address, string Where)[] listeners =
        [
            (listen.Data, isDemo ? "with --port" : "under listen.data"),
            (listen.Admin, isDemo ? "with --admin-port" : "under listen.admin"),
        ];
        // The fault does not always say which of the two it is; if it does, this process itself may hold the other.
        return listeners.OrderByDescending(l => fault.Message.Contains($":{new Uri(l.Address).Port}:", StringComparison.Ordinal))
            .Select(static l => WhyNot(l.Address, l.Where)).FirstOrDefault(static w => w is not null)
            ?? $"The gateway cannot listen: {all[^1].Message}.";
    }

    private static IEnumerable<Exception> Chain(Exception fault) =>
        new[] { fault }.Concat(fault is AggregateException several
            ? several.InnerExceptions.SelectMany(Chain)
            : fault.InnerException is { } inner ? Chain(inner) : []);

    private static string? WhyNot(string address, string where)
    {
        var uri = new Uri(address);
        var ip = IPAddress.TryParse(uri.Host.Trim('[', ']'), out var written) ? written
            : uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.Any;
        try
        {
            using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(ip, uri.Port));
            return null;
        }
        catch (SocketException e)
        {
            return $"The gateway cannot listen on {address.TrimEnd('/')}: " + e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"the address is in use. Is another gateway running? Choose another port {where}.",
                SocketError.AccessDenied => $"this user may not use the port. Choose one above 1023 {where}.",
                SocketError.AddressNotAvailable => $"no interface of this machine has the address. Choose another {where}.",
                _ => $"{e.Message}. Choose another {where}.",
            };
        }
    }
}
