using System.Diagnostics.CodeAnalysis;

namespace Gateway.Routing.Catalog;

// Compares a model on a backend without regard to case.
internal sealed class BackendAndModel : IEqualityComparer<(string Backend, string Model)>
{
    public static BackendAndModel Comparer { get; } = new();

    public bool Equals((string Backend, string Model) x, (string Backend, string Model) y) =>
        string.Equals(x.Model, y.Model, StringComparison.OrdinalIgnoreCase)
            && string.Equals(x.Backend, y.Backend, StringComparison.OrdinalIgnoreCase);

    public int GetHashCode([DisallowNull] (string Backend, string Model) obj) =>
        HashCode.Combine(
            StringComparer.OrdinalIgnoreCase.GetHashCode(obj.Backend), StringComparer.OrdinalIgnoreCase.GetHashCode(obj.Model));
}
