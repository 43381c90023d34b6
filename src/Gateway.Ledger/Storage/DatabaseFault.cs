using System.Data.Common;
using System.Net.Sockets;

namespace Gateway.Ledger.Storage;

/// <summary>Recognizes failures of the database: it is down, hangs, is locked or full, or its disk is.</summary>
internal static class DatabaseFault
{
    /// <summary>True when an exception is one or was caused by one. Drivers and EF Core wrap socket errors in their own.</summary>
    public static bool Is(Exception e) =>
        e is DbException or TimeoutException or SocketException or IOException || (e.InnerException is { } inner && Is(inner));

    /// <summary>Describes the failure on one line.</summary>
    public static string Text(Exception e) => e.GetBaseException().Message.ReplaceLineEndings(" ");
}
