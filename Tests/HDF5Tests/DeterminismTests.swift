import Foundation
import HDF5
import Testing
