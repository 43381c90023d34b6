using System.Data.Common;
using System.Net.Sockets;

namespace Gateway.Storage;

/// <summary>Tells the failures that are the database's: it is away, hangs, is locked or full, or its disk is.</summary>
internal static class DatabaseFault
{
    /// <summary>Whether an exception is one, or was caused by one. Drivers and EF Core wrap what a socket says in errors of their own.</summary>
    public static bool Is(Exception e) => e is DbException or TimeoutException or SocketException or IOException || (e.InnerException is { } inner && Is(inner));

    /// <summary>What failed, on one line.</summary>
    public static string Text(Exception e) => e.GetBaseException().Message.ReplaceLineEndings(" ");
}
