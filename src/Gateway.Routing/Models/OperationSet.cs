namespace Gateway.Routing.Models;

/// <summary>A set of operations; empty by default.</summary>
public readonly record struct OperationSet
{
    private readonly uint _bits;

    private OperationSet(uint bits) => _bits = bits;

    /// <summary>Makes a set.</summary>
    /// <param name="operations">The operations in it.</param>
    public static OperationSet Of(params IEnumerable<OperationKind> operations) =>
        new(operations.Aggregate(0u, static (bits, operation) => bits | (1u << (int)operation)));

    /// <summary>True when an operation is in the set.</summary>
    /// <param name="operation">The operation.</param>
    public bool Holds(OperationKind operation) => (_bits & (1u << (int)operation)) != 0;
}
